from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_delete, pre_migrate
from django.utils.translation import gettext_lazy as _

from casestudies import going_back, triggers


class CaseStudiesConfig(AppConfig):
    name = "casestudies"
    verbose_name = _("Knowledge base")

    def ready(self):
        from casestudies.models import deleted

        pre_migrate.connect(going_back.refuse_loss, sender=self)
        post_migrate.connect(triggers.install, sender=self)
        for model in deleted.kinds_of_facts():
            pre_delete.connect(deleted.remember, sender=model)
