"""Addresses of the studio: what is written, and what is certified."""

from stayline.studio.web.certify_urls import urlpatterns as certified
from stayline.studio.web.edit_urls import urlpatterns as written

app_name = "studio"

urlpatterns = [*written, *certified]
