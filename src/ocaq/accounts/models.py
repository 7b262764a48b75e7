from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from ocaq.evidence.commitments import SALT_BYTES, new_salt
from ocaq.kernel import clock
from ocaq.kernel.ids import new_ref


class Accounts(BaseUserManager["User"]):
    """What Django and allauth ask of a user's manager."""

    def create_user(self, email: str, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_unusable_password()
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """Someone with an account. Signs in by mailed code or passkey; holds roles, never a password."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200, blank=True)
    address_as = models.CharField(max_length=200, blank=True)  # "Aygün xanım": in letters and on pages
    language = models.CharField(max_length=10, blank=True)
    zone = models.CharField(max_length=60, blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=clock.now)
    opened_at = models.DateTimeField(null=True)  # opened by staff, or the address proven by whoever asked for it
    pseudonym = models.CharField(max_length=12, unique=True, default=new_ref)  # what the public log calls this account

    objects: ClassVar[Accounts] = Accounts()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="accounts_one_account_an_address")]

    def __str__(self) -> str:
        return f"user {self.pk}"

    @property
    def subject(self) -> str:
        """What entries of evidence are about, when they are about this account."""
        return f"account:{self.pseudonym}"


class Role(models.TextChoices):
    STAFF = "staff"
    GUARDIAN = "guardian"
    DIRECTOR = "director"
    CREW = "crew"
    COORDINATOR = "coordinator"


class RoleGrant(models.Model):
    """A role given to a user within a scope, from one moment until another."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="role_grants")
    role = models.CharField(max_length=20, choices=Role.choices)
    scope = models.CharField(max_length=20, default="institution")
    place = models.CharField(max_length=40, blank=True)
    post = models.CharField(max_length=12, blank=True)  # because of which it was given: it ends with it
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    kept_at = models.DateTimeField(null=True)  # when somebody last found it still right, if nothing ends it
    granted_by = models.CharField(max_length=80)
    salt = models.BinaryField(max_length=SALT_BYTES, default=new_salt)  # of the commitments in its entries

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "scope", "place"],
                condition=models.Q(ends_at=None),
                name="accounts_one_open_grant",
            ),
            models.CheckConstraint(
                condition=models.Q(scope="institution", place="")
                | ~models.Q(scope="institution") & ~models.Q(place=""),
                name="accounts_scope_has_place",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} of {self.scope} {self.place}"
