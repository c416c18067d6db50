"""Every way in which Slack says no, and what follows from it.

The codes: docs.slack.dev/reference/methods, on the page of each method. A test holds this table against all that are
documented for the methods that we call. A code that is in no list is a no to this message (``MESSAGE``); whatever is
not Slack saying no with a code is no answer at all (``UNSURE``).
"""

from bot.chat import NotAccepted
from bot.chat.means import Means, Refusal, table


class BlocksUnknown(NotAccepted):
    """Slack does not know or take blocks that we used; ``problems`` is what it says of them."""

    def __init__(self, code: str, problems: tuple[str, ...] = ()) -> None:
        super().__init__(code)
        self.problems = problems


REFUSALS = table({
    Means.NOW: {
        "service_unavailable": "Slack is away for a while; nothing was taken in",
        "request_timeout": "our request did not arrive whole",
        "team_added_to_org": "the workspace moves into an organisation; Slack says to try later",
        "org_login_required": "the same, until it has moved",
        "external_channel_migrating": "a shared channel moves",
        "message_limit_exceeded": "the workspace is over its plan's limit of messages for now",
        "update_failed": "Slack could not change it now",
        "streaming_state_conflict": "the message is being written at this moment",
        "fetch_members_failed": "Slack could not read its own list",
    },
    Means.TOO_FAST: {
        "ratelimited": "with Retry-After",
        "rate_limited": "the older word",
        "hash_conflict": "somebody changed the page at the same time",
    },
    Means.OURS: {
        "invalid_auth": "the token is wrong, or this address may not use it",
        "not_authed": "no token came along",
        "token_expired": "the token must be made anew",
        "missing_scope": "the app was installed without a scope",
        "no_permission": "the app may not do this; install it again",
        "not_allowed_token_type": "a token of another kind",
        "access_denied": "those who administer the workspace stopped the app",
        "app_access_restricted": "the same",
        "accesslimited": "the network is not among those that the workspace lets in",
        "ekm_access_denied": "the organisation withdrew its encryption keys for now",
        "enterprise_is_restricted": "the organisation does not let apps in for now",
        "forbidden_team": "the workspace does not let the app in",
        "two_factor_setup_required": "the workspace asks for two factors",
        "insecure_request": "the address in the settings is http, not https",
        "team_not_found": "a token of a whole organisation, where that of one workspace is meant",
    },
    Means.NOT_ALLOWED: {
        "restricted_action": "a setting of the workspace or the channel",
        "restricted_action_read_only_channel": "nobody but a few may write here",
        "restricted_action_thread_only_channel": "only replies are let in",
        "posting_to_channel_denied": "we may not write here",
        "messages_tab_disabled": "the app's own tab for messages is switched off",
        "channel_is_limited_access": "we may not look into this channel",
    },
    Means.BLOCKS: {
        "invalid_blocks": "a block that Slack does not know, or beyond one of its limits",
        "invalid_blocks_format": "blocks that are no list",
        "msg_blocks_too_long": "blocks that are too much together",
    },
    Means.EDIT: {
        "message_not_found": "somebody removed it",
        "edit_window_closed": "the workspace lets nothing be changed after a time",
        "cant_update_message": "it is not ours any more, as after another app was installed",
        "block_mismatch": "what stands there is of another kind",
        "is_inactive": "what stands there is locked",
        "cant_broadcast_message": "a reply that was also shown in the channel",
        "no_dual_broadcast_content_update": "the same",
        "not_found": "the form is closed",
    },
    Means.THREAD: {
        "cannot_reply_to_message": "what stands on top takes no replies",
        "restricted_action_non_threadable_channel": "threads are switched off here",
        "restricted_action_thread_locked": "this thread is locked",
        "thread_not_found": "what stood on top was removed",
    },
    Means.PERSON: {
        "user_not_found": "there is nobody of that number",
        "user_not_visible": "we may not know of them",
        "user_disabled": "their account is switched off",
        "user_not_in_channel": "they are not here to see it",
        "not_enabled": "their page of the app is switched off",
        "missing_profile_id": "they have no page",
    },
    Means.SPACE: {
        "channel_not_found": "removed, or private and we were taken out",
        "not_in_channel": "we were taken out",
        "is_archived": "archived",
    },
    Means.WORKSPACE: {
        "token_revoked": "the app was removed, or its token withdrawn",
        "account_inactive": "the app's account or the workspace is gone",
        "team_access_not_granted": "the organisation took the app out of this workspace",
    },
    Means.GROUP: {"no_such_subteam": "there is no such group", "subteam_not_found": "the older word"},
    Means.GROUPS: {"plan_upgrade_required": "the plan has no groups"},
    Means.FORM: {
        "expired_trigger_id": "three seconds have passed",
        "exchanged_trigger_id": "the press was used already",
        "invalid_trigger_id": "the press is not known",
        "push_limit_reached": "three forms stand on each other already",
        "view_too_large": "more than a form can hold",
        "duplicate_external_id": "a form of that name stands there",
    },
    Means.UNSURE: {
        "internal_error": "some of it may have been done",
        "fatal_error": "the same",
    },
    # From here on: what our code would have to do wrong. Said, so that it is found.
    Means.MESSAGE: {
        **dict.fromkeys(("no_text", "msg_too_long", "too_many_attachments"), "the shape of the message"),
        **dict.fromkeys(("invalid_attachments", "attachment_payload_limit_exceeded"), "attachments"),
        **dict.fromkeys(("markdown_text_conflict", "too_many_contact_cards"), "parts that we never send"),
        **dict.fromkeys(
            (
                "invalid_metadata_format", "invalid_metadata_schema", "metadata_must_be_sent_from_app",
                "metadata_too_large",
            ),
            "the marker that our messages carry",
        ),
        **dict.fromkeys(("as_user_not_supported", "send_on_behalf_not_allowed"), "in whose name it is"),
        **dict.fromkeys(
            ("draft_already_deleted", "draft_already_sent", "draft_has_conflict", "draft_not_found"),
            "drafts, which we never make",
        ),
        **dict.fromkeys(
            (
                "blocked_file_type", "duplicate_channel_not_found", "duplicate_message_not_found", "file_deleted",
                "file_is_deleted", "file_not_found", "file_share_limit_reached", "max_file_sharing_exceeded",
                "missing_file_data", "slack_connect_blocked_file_type", "slack_connect_canvas_sharing_blocked",
                "slack_connect_clip_sharing_blocked", "slack_connect_file_link_sharing_blocked",
                "slack_connect_file_upload_sharing_blocked", "slack_connect_lists_sharing_blocked",
                "unable_to_share_files",
            ),
            "files and shares, which we never send",
        ),
        **dict.fromkeys(
            (
                "deprecated_endpoint", "invalid_arg_name", "invalid_arguments", "invalid_array_arg", "invalid_charset",
                "invalid_cursor", "invalid_form_data", "invalid_limit", "invalid_post_type", "invalid_ts_latest",
                "invalid_ts_oldest", "is_bot", "limit_required", "method_deprecated",
                "method_not_supported_for_channel_type", "missing_args", "missing_argument", "missing_post_type",
                "not_implemented", "too_many_users", "unknown_method",
            ),
            "how the method was called",
        ),
    },
})  # fmt: skip

UNKNOWN = Refusal(Means.MESSAGE, "a code that Slack did not have when this was written")


def refusal_of(code: str) -> Refusal:
    """What Slack's code means for us."""
    return REFUSALS.get(code, UNKNOWN)
