"""Socket Mode: the same listeners without a public address."""

from helpers import APP_TOKEN, PEOPLE, StillClock, Talk, settings_for, team_in_slack

from bot.run.platforms import connected


async def test_a_bell_over_socket_mode(tmp_path):
    clock = StillClock()
    async with team_in_slack(app_token=APP_TOKEN) as workspace:
        settings = settings_for(tmp_path, workspace, slack_app_token=APP_TOKEN, slack_signing_secret=None)
        async with connected(settings, clock=clock) as joined:
            await workspace.connected(1)
            assert [route.path for route in joined.routes] == [
                "/month/{token}",
                "/month/{token}/{file}",
                "/readyz",
                "/metrics",
            ]
            team = Talk(workspace, joined.bot, clock)
            await team.says("Anna", "/bell")
            await team.presses("Anna", "Go ahead", team.only_for("Anna")[-1])
            (asked,) = team.asked()
            await team.presses(asked, "Yes, fine", team.private(asked)[-1])
            (announced,) = team.messages()
            assert announced.plain().startswith(f"🔔 *<@{PEOPLE[asked]}> has the bell today.*")
            await workspace.mention(PEOPLE["Anna"], "C01TEAM", "<@U00BOT> done")
            await team.settle()
            assert team.only_for("Anna")[-1].plain().startswith("The bell is wrapped up.")


async def test_a_connection_that_slack_ends_is_made_again(tmp_path):
    clock = StillClock()
    async with team_in_slack(app_token=APP_TOKEN) as workspace:
        settings = settings_for(tmp_path, workspace, slack_app_token=APP_TOKEN, slack_signing_secret=None)
        async with connected(settings, clock=clock) as joined:
            await workspace.connected(1)
            await workspace.disconnect_sockets("refresh_requested")
            await workspace.connected(1)
            team = Talk(workspace, joined.bot, clock)
            assert "You are about to hand out the bell" in await team.says("Anna", "/bell")
