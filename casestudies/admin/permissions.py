"""Who may do what with a record, besides the permissions of its model.

What is on the site, or was, is changed by who may publish it; a draft also by who began it. What is in the form of a
record is changed with it: its facts, citations, passages and variants have no permissions of their own there.
docs/curating.md has the table.
"""

from django.contrib.auth import get_permission_codename
from django.db import models
from django.utils.translation import gettext as _

from casestudies.models.record import Record


def may(user, action: str, model: type[models.Model]) -> bool:
    """Whether the user has the permission for an action on a model: `may(user, "publish", City)`."""
    return user.has_perm(f"{model._meta.app_label}.{get_permission_codename(action, model._meta)}")


def is_own_draft(user, record: Record) -> bool:
    return record.state == Record.State.DRAFT and record.created_by_id == user.pk


class RecordPermissions:
    """Mixin for admins of records. A merged record can be read, and not changed."""

    def has_publish_permission(self, request) -> bool:
        return may(request.user, "publish", self.model)

    def has_withdraw_permission(self, request) -> bool:
        return may(request.user, "withdraw", self.model)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and self._is_open(request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and self._is_open(request, obj)

    def may_take_back(self, request, record: Record) -> bool:
        """Whether a record in review may become a draft again: by who began it, too."""
        return self.has_publish_permission(request) or record.created_by_id == request.user.pk

    def _is_open(self, request, record: Record | None) -> bool:
        if record is None:
            return True
        return not record.is_merged and (self.has_publish_permission(request) or is_own_draft(request.user, record))


class TransferPermissions:
    """Mixin for the admin of transfers, which are on the site once both their ends are."""

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and self._is_open(request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and self._is_open(request, obj)

    def reasons_against(self, request, row):
        if not self._is_open(request, row):
            return [_("Both ends are on the site, so this would be too. Ask a reviewer to add it.")]
        return super().reasons_against(request, row)

    def _is_open(self, request, row: models.Model | None) -> bool:
        if row is None or may(request.user, "publish", self.model):
            return True
        return not self.model.objects.published().filter(pk=row.pk).exists()


class OfOwnerPermissions:
    """Mixin for admins of facts that belong to a record, and are changed by who may change that."""

    def has_change_permission(self, request, obj=None):
        may_change = super().has_change_permission(request, obj)
        if obj is None or not may_change:
            return may_change
        return self.admin_site.get_model_admin(type(obj.owner)).has_change_permission(request, obj.owner)

    def has_delete_permission(self, request, obj=None):
        if obj is None:
            return super().has_change_permission(request)
        return self.has_change_permission(request, obj)


class InlinePermissions:
    """Mixin for inlines: whoever may add or change the record may change what is in its form."""

    def _may_write(self, request, record: models.Model | None) -> bool:
        page = self.admin_site.get_model_admin(self.parent_model)
        return page.has_change_permission(request, record) if record else page.has_add_permission(request)

    def has_view_permission(self, request, obj=None):
        page = self.admin_site.get_model_admin(self.parent_model)
        return page.has_view_permission(request, obj) or self._may_write(request, obj)

    def has_add_permission(self, request, obj=None):
        return self._may_write(request, obj)

    def has_change_permission(self, request, obj=None):
        return self._may_write(request, obj)

    def has_delete_permission(self, request, obj=None):
        return self._may_write(request, obj)


class ReadOnly:
    """Mixin for admins of rows that are not written there."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
