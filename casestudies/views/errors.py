"""Pages for what goes wrong outside a view's own words."""

from django.shortcuts import render


def bad_request(request, exception=None):
    return render(request, "400.html", {"errors": {}}, status=400)


def forbidden(request, exception=None):
    return render(request, "403.html", status=403)


def not_found(request, exception=None):
    return render(request, "404.html", status=404)


def server_error(request):
    return render(request, "500.html", status=500)
