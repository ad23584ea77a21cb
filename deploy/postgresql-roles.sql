-- Two roles and a database. Run as a PostgreSQL administrator, with passwords of your own:
--   psql -v owner_password=… -v app_password=… -f postgresql-roles.sql
-- `stayline migrate` then makes the tables as the owner, and gives the application what it needs:
-- on the ledger it may add and read, and nothing else.
CREATE ROLE stayline_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE stayline_app LOGIN PASSWORD :'app_password';
CREATE DATABASE stayline OWNER stayline_owner ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE stayline FROM PUBLIC;
GRANT CONNECT ON DATABASE stayline TO stayline_app;
\connect stayline
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT ALL ON SCHEMA public TO stayline_owner;
