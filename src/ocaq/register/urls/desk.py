"""The desk of the register, and the yearly look by a personal link."""

from django.urls import URLPattern, path, register_converter

from ocaq.register.views import (
    desk,
    desk_edit,
    desk_emergency,
    desk_new,
    desk_post,
    desk_posts,
    desk_report,
    desk_reviews,
    desk_ties,
    desk_untold,
    holding,
    photos,
    renewal,
)


class Reference:
    """Only what could be a reference, so that words stay free for other pages."""

    regex = "[0-9a-z]{12}"

    def to_python(self, value: str) -> str:
        return value

    to_url = to_python


register_converter(Reference, "ref")

urlpatterns: list[URLPattern] = [
    path("desk/register/", desk.communities, name="desk"),
    path("desk/register/new/", desk_new.community_create, name="desk_new"),
    path("desk/register/places/", desk_new.place_create, name="desk_place"),
    path("desk/register/kinds/", desk_new.kinds, name="desk_kinds"),
    path("desk/register/changes/", desk_reviews.reviews, name="desk_reviews"),
    path("desk/register/changes/<ref:ref>/", desk_reviews.change, name="desk_change"),
    path("desk/register/untold/", desk_untold.untold_people, name="desk_untold"),
    path("desk/register/emergency/", desk_emergency.emergency, name="desk_emergency"),
    path("desk/register/emergency/<ref:ref>/", desk_emergency.emergency_body, name="desk_emergency_body"),
    path("desk/register/changes/<ref:ref>/both/", desk_reviews.change_both, name="desk_change_both"),
    path("desk/register/alike/", desk_posts.people_alike_json, name="desk_alike"),
    path("desk/register/posts/<ref:ref>/", desk_post.post_page, name="desk_post"),
    path("desk/register/<ref:ref>/", desk.community, name="desk_community"),
    path("desk/register/<ref:ref>/verified/", desk.verification_create, name="desk_verify"),
    path("desk/register/<ref:ref>/renewal/", desk.renewal_create, name="desk_renewal"),
    path("desk/register/<ref:ref>/edit/<slug:group>/", desk_edit.group_edit, name="desk_edit"),
    path("desk/register/<ref:ref>/posts/", desk_posts.post_create, name="desk_post_new"),
    path("desk/register/<ref:ref>/report/", desk_report.report, name="desk_report"),
    path("desk/register/<ref:ref>/ties/", desk_ties.ties, name="desk_ties"),
    path("desk/register/<ref:ref>/photos/", photos.photos, name="desk_photos"),
    path("directory/photos/<ref:ref>.jpg", photos.photo, name="photo"),
    path("register/letters/<str:secret>/", holding.letter, name="letter"),
    path("my/posts/<ref:ref>/", holding.own, name="own"),
    path("my/posts/<ref:ref>/address/", holding.address, name="own_address"),
    path("my/posts/<ref:ref>/address/code/", holding.address_code, name="own_address_code"),
    path("register/renew/<str:secret>/", renewal.renewal, name="renewal"),
    path("register/renew/<str:secret>/<slug:group>/", renewal.renewal_group, name="renewal_group"),
]
