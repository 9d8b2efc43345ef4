"""Uses a Release server through the vendor's own client: every answer must be one that its models read.

usage: release_client.py URL
"""

import sys

import requests
from com.xebialabs.xlrelease.api.v1.activity_logs_api import ActivityLogsApi
from com.xebialabs.xlrelease.api.v1.folder_api import FolderApi
from com.xebialabs.xlrelease.api.v1.phase_api import PhaseApi
from com.xebialabs.xlrelease.api.v1.release_api import ReleaseApi
from com.xebialabs.xlrelease.api.v1.risk_api import RiskApi
from com.xebialabs.xlrelease.api.v1.task_api import TaskApi
from com.xebialabs.xlrelease.api.v1.template_api import TemplateApi
from com.xebialabs.xlrelease.api.v1.user_api import UserApi
from com.xebialabs.xlrelease.domain.forms import Condition, CreateRelease, ReleasesFilters, StartRelease
from com.xebialabs.xlrelease.release_api_client import ReleaseAPIClient

url = sys.argv[1]
client = ReleaseAPIClient(url, "admin", "admin")
releases, tasks, phases = ReleaseApi(client), TaskApi(client), PhaseApi(client)
templates, folders, users = TemplateApi(client), FolderApi(client), UserApi(client)


def refused(status, call, *arguments):
    try:
        call(*arguments)
    except requests.HTTPError as error:
        assert error.response.status_code == status, (error.response.status_code, error.response.text)
        return error.response.text
    raise AssertionError(f"{call.__name__} was not refused")


# Searching
open_ones = releases.getReleases()
assert all(one.status in ("PLANNED", "IN_PROGRESS", "PAUSED", "FAILING", "FAILED") for one in open_ones)
assert len(releases.getReleases(page=0, resultsPerPage=3)) == 3
assert releases.getReleases(page=1000) == []
failed = releases.searchReleases(ReleasesFilters(statuses=["FAILED"]))
assert [one.title for one in failed] == ["Payment 4.1 hotfix"], failed
assert failed[0].flagStatus == "AT_RISK" and failed[0].startDate.tzinfo is not None
assert releases.searchReleasesByTitle("Payment 4.2")[0].status == "IN_PROGRESS"
assert releases.searchReleasesOverview(ReleasesFilters(title="payment 4"))[0].status
counts = releases.countReleases(ReleasesFilters())
assert counts.all.total == counts.live.total + counts.archived.total == sum(counts.all.byStatus.values())
full = releases.fullSearchReleases(ReleasesFilters(title="web shop"))
assert full.archived.size == 1 and full.live.size > 3
old = full.archived.releases[0]["id"]
assert releases.getArchivedRelease(old).status == "COMPLETED"
refused(404, releases.getRelease, "Applications/Releasenone")

# From a template to the end
template = templates.getTemplates(title="web shop")[0]
assert template.status == "TEMPLATE" and templates.getTemplate(template.id).phases
assert {one.key for one in templates.getVariables(template.id)} == {"version", "environment", "deployPassword"}
assert "version" in refused(400, templates.create, template.id, CreateRelease(releaseTitle="Without"))
made = templates.create(template.id, CreateRelease(releaseTitle="Peer 1", variables={"${version}": "1"}))
assert made.status == "PLANNED" and made.originTemplateId == template.id
started = releases.start(made.id)
assert started.status == "IN_PROGRESS" and started.phases[0].status == "IN_PROGRESS"
refused(400, releases.start, made.id)
task = releases.getActiveTasks(made.id)[0]
assert task.type == "xlrelease.Task" and task.owner == "grace"
assert tasks.assignTask(task.id, "linus").owner == "linus"
assert tasks.commentTask(task.id, "hello").comments[0]["text"] == "hello"
tasks.lockTask(task.id)
refused(400, tasks.completeTask, task.id)
tasks.unlockTask(task.id)
assert tasks.failTask(task.id, "no").status == "FAILED"
assert releases.getRelease(made.id).status == "FAILED"
assert tasks.retryTask(task.id).failuresCount == 1
assert tasks.completeTask(task.id, "done").status == "COMPLETED"
gate = tasks.searchTasksByTitle("Go or no go", made.id, "Test")[0]
tasks.updateCondition(gate.conditions[0]["id"], Condition(title=gate.conditions[0]["title"], checked=True))
assert [one["checked"] for one in tasks.getTask(gate.id).conditions] == [True, False]
assert tasks.skipTask(gate.id, "later").status == "SKIPPED_IN_ADVANCE"
assert tasks.reopenTask(gate.id).status == "PLANNED"
variables = {one.key: one for one in releases.getVariables(made.id)}
assert variables["deployPassword"].value == "********"
variables["version"].value = "2"
assert releases.updateVariable(variables["version"].id, variables["version"]).value == "2"
assert releases.getVariableValues(made.id)["${version}"] == "2"
assert [one.title for one in phases.searchPhases(made.id)] == ["Prepare", "Test", "Go live"]
prepare = phases.searchPhasesByTitle("Prepare", made.id)[0]
assert phases.getPhase(prepare.id).tasks[0].title == "Write the release notes"
assert releases.restartPhases(made.id, prepare.id).status == "PAUSED"
assert releases.resume(made.id).status == "IN_PROGRESS"
refused(400, releases.delete, made.id)
assert releases.abort(made.id, "enough").abortComment == "enough"
releases.delete(made.id)
refused(404, releases.getRelease, made.id)
assert templates.start(template.id, StartRelease(releaseTitle="Peer 2", variables={"version": "1"})).status == "IN_PROGRESS"

# Around them
assert [one.title for one in folders.listRoot(depth=2)] == ["Payments", "Web shop", "Platform"]
shop = folders.find("Web shop")
assert folders.getFolder(shop.id).children[0].title == "Mobile" and folders.list(shop.id)[0].title == "Mobile"
assert folders.getTemplates(shop.id)[0].id == template.id
assert len(folders.searchReleases(shop.id, ReleasesFilters(statuses=["PAUSED"]))) == 1
log = ActivityLogsApi(client).getActivityLogs(failed[0].id)
assert {"RELEASE_STARTED", "TASK_FAILED"} <= {one.eventType for one in log}
risk = RiskApi(client).getRisk(failed[0])
assert risk.score == max(one.score for one in risk.riskAssessments)
assert RiskApi(client).getRiskGlobalThresholds().atRiskFrom > 0
assert users.findUsers(fullName="ada")[0].username == "ada" and users.getUser("grace").email
assert {one.teamName for one in releases.getTeams(failed[0].id)} == {"Release managers", "Developers", "Viewers"}

# Rights
guest = ReleaseApi(ReleaseAPIClient(url, personal_access_token="rpa_demo_guest"))
assert guest.getRelease(failed[0].id).title == failed[0].title
assert "release#abort" in refused(403, guest.abort, failed[0].id)
assert not any(one.title.startswith("Platform") for one in guest.getReleases())
refused(401, ReleaseApi(ReleaseAPIClient(url, "admin", "wrong")).getReleases)
refused(401, ReleaseApi(ReleaseAPIClient(url, personal_access_token="wrong")).getReleases)
print("all of it")
