"""Makes an organisation, its admin and a token of theirs, which goes into the file that is named."""

import pathlib
import sys

import django

django.setup()

from common.models import Org, PersonalAccessToken, Profile, User  # noqa: E402

org = Org.objects.create(name="Beeline tests")
user = User.objects.create_user(email="admin@example.com", password="only-on-the-loopback")
profile = Profile.objects.create(user=user, org=org, role="ADMIN", is_active=True, is_organization_admin=True)
token, _ = PersonalAccessToken.generate(profile=profile, name="tests")
pathlib.Path(sys.argv[1]).write_text(token)
