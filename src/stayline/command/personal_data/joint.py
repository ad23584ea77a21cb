"""What of joint incidents and the common picture is whose."""
