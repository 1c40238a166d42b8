"""Users, roles, policies, security options, security queries, XFlows and offline models, asked for by PyODPS from a running emulator.

    PYTHONPATH=<PyODPS> python3 pyodps_security.py ENDPOINT ACCESS_ID ACCESS_KEY PROJECT

See steps.py for what all scripts have in common.
"""

import uuid

from odps import ODPS, errors, options
from steps import access_id, access_key, code_of, endpoint, finish, project, step

o = ODPS(access_id, access_key, project, endpoint)
p = o.get_project(project)
suffix = uuid.uuid4().hex[:8]
role = "reader_" + suffix
user = "RAM$company:py_" + suffix

# Who is asking.
step("current_user", lambda: p.current_user.id is not None and p.current_user.display_name.startswith("ALIYUN$"), True)

# Users.
step("create_user", lambda: o.create_user(user).display_name, user)
step("exist_user", lambda: (o.exist_user(user), o.exist_user("RAM$company:nobody")), (True, False))
step("list_users", lambda: user in [u.display_name for u in o.list_users()], True)
step("user id", lambda: p.users[user].id is not None, True)
step("create_user again", lambda: code_of(lambda: o.create_user(user)), "ObjectAlreadyExists")
step("create_user that is no account", lambda: code_of(lambda: o.create_user("nobody")), "InvalidParameter")

# Roles.
step("create_role", lambda: o.create_role(role).name, role)
step("exist_role", lambda: (o.exist_role(role), o.exist_role("no_such_role")), (True, False))
step("list_roles", lambda: role in [r.name for r in o.list_roles()], True)
step("iterate roles by name", lambda: [r.name for r in p.roles.iterate(name=role)], [role])
step("create_role again", lambda: code_of(lambda: o.create_role(role)), "ObjectAlreadyExists")
step("grant_to", lambda: p.roles[role].grant_to(p.users[user]))
step("list_role_users", lambda: [u.display_name for u in o.list_role_users(role)], [user])
step("list_user_roles", lambda: [r.name for r in o.list_user_roles(user)], [role])
step("user in role.users", lambda: p.users[user] in p.roles[role].users, True)
step("drop of a role in use", lambda: code_of(lambda: o.delete_role(role)), "InvalidStateSetting")
step("revoke_role", lambda: p.users[user].revoke_role(role))
step("list_role_users after revoke", lambda: [u.display_name for u in o.list_role_users(role)], [])
step("revoke_role again", lambda: code_of(lambda: p.users[user].revoke_role(role)), "NoSuchObject")

# Policies.
policy = {
    "Version": "1",
    "Statement": [{"Effect": "Allow", "Action": ["odps:Read", "odps:List"], "Principal": ["*"], "Resource": ["acs:odps:*:projects/%s" % project]}],
}
role_policy = {"Version": "1", "Statement": [{"Effect": "Deny", "Action": ["odps:Drop"], "Resource": ["acs:odps:*:projects/%s/tables/*" % project]}]}


def fresh():
    return ODPS(access_id, access_key, project, endpoint)


step("project without a policy", lambda: (o.get_project_policy(),), (None,))
step("set_project_policy", lambda: o.set_project_policy(policy))
step("get_project_policy", lambda: fresh().get_project_policy(), policy)
step("set_project_policy to none", lambda: o.set_project_policy(None))
step("get_project_policy of none", lambda: (fresh().get_project_policy(),), (None,))
step("set_project_policy that is none", lambda: code_of(lambda: fresh().set_project_policy({"a": 1})), "InvalidParameter")
step("set_role_policy", lambda: o.set_role_policy(role, role_policy))
step("get_role_policy", lambda: fresh().get_role_policy(role), role_policy)

# Security options.
step("get_security_option", lambda: o.get_security_option("LabelSecurity"), False)
step("set_security_option", lambda: o.set_security_option("LabelSecurity", True))
step("get_security_option afterwards", lambda: fresh().get_security_option("LabelSecurity"), True)
step("other options stay", lambda: fresh().get_security_options().check_permission_using_acl, True)
step("project protection", lambda: fresh().get_security_options().project_protection.protected, False)
step("set_security_option back", lambda: fresh().set_security_option("LabelSecurity", False))

# Security queries.
step("run_security_query", lambda: "RAM" in o.run_security_query("LIST ACCOUNTPROVIDERS"), True)
step("execute_security_query", lambda: o.execute_security_query("list roles")[0], "admin")
step("run_security_query as text", lambda: '"admin"' in o.run_security_query("list roles", output_json=False), True)
step("run_security_query with schema", lambda: "DisplayName" in o.run_security_query("whoami", schema="default", hints={"a": "b"}), True)
step("grant on a table", lambda: o.run_security_query("grant select, describe on table t to user %s" % user))
step("show grants", lambda: o.run_security_query("show grants for %s" % user)["ACL"], {"tables/t": ["describe", "select"]})
step("syntax error", lambda: code_of(lambda: o.run_security_query("grant select on")), "ParseError")


def package_that_is_not_there():
    instance = o.run_security_query("INSTALL PACKAGE %s.none" % project)
    failed = code_of(lambda: instance.wait_for_success(interval=0.05))
    return failed, instance.is_terminated, instance.is_successful


def package():
    o.run_security_query("create package pkg_%s" % suffix)
    instance = o.run_security_query("install package %s.pkg_%s" % (project, suffix))
    running = instance.is_terminated
    return running, instance.wait_for_success(interval=0.05), instance.is_successful


step("install package that is not there", package_that_is_not_there, ("SecurityQueryError", True, False))
step("install package", package, (False, "OK", True))


def token():
    from odps.accounts import BearerTokenAccount

    text = p.generate_auth_token(policy, "bearer", 5)
    return ODPS(None, None, project, endpoint, account=BearerTokenAccount(text)).exist_project(project)


step("generate_auth_token", token, True)

# Away with them.
step("delete_role", lambda: o.delete_role(role))
step("delete_role again", lambda: code_of(lambda: o.delete_role(role)), "NoSuchObject")
step("delete_user", lambda: o.delete_user(user))
step("they are gone", lambda: (o.exist_role(role), o.exist_user(user)), (False, False))

# XFlows.
xflow = "flow_" + suffix
source = '<?xml version="1.0" encoding="UTF-8"?><xflow xmlns="odps:xflow:0.1" name="%s"><workflow><start to="A"/><end name="A"/></workflow></xflow>' % xflow
table = "pyodps_xflow_" + suffix
model = "model_" + suffix
step("xflows.create", lambda: p.xflows.create(source))
step("xflows.create again", lambda: code_of(lambda: p.xflows.create(source)), "ObjectAlreadyExists")
step("exist_xflow", lambda: (o.exist_xflow(xflow), o.exist_xflow("no_such_flow")), (True, False))


def loaded():
    flow = o.get_xflow(xflow)
    flow.reload()
    return xflow.encode() in flow.xml_source, flow.owner.startswith("ALIYUN$"), flow.creation_time is not None


step("get_xflow", loaded, (True, True, True))
step("list_xflows", lambda: xflow in [x.name for x in o.list_xflows()], True)
step("list_xflows of an owner", lambda: [x.name for x in o.list_xflows(owner="ALIYUN$nobody")], [])
step("create_table", lambda: o.create_table(table, "x double, y bigint").name, table)


def run():
    options.default_task_settings = {"SKYNET_ID": "12345"}
    instance = o.run_xflow("LogisticRegression", "algo_public", {"inputTableName": table, "modelName": model, "labelColName": "y"}, hints={"k": "v"}, priority=1)
    started = [name for name, _ in o.iter_xflow_sub_instances(instance, interval=0.05, check=True)]
    options.default_task_settings = None
    result = o.get_xflow_results(instance)
    sub_instances = o.get_xflow_sub_instances(instance)
    source = p.xflows.get_xflow_source(instance).decode()
    return (
        instance.is_successful(),
        set(started) <= set(result),
        [r.node_type for r in result.values()],
        [i.is_successful() for i in sub_instances.values()],
        "SKYNET_ID" in source and "%s.%s" % (project, table) in source and "%s/offlinemodels/%s" % (project, model) in source,
    )


step("run_xflow", run, (True, True, ["Instance"], [True], True))
step("execute_xflow", lambda: o.execute_xflow(xflow).is_successful(), True)
step("execute_xflow on a table that is not there", lambda: code_of(lambda: o.execute_xflow(xflow, parameters={"inputTableName": "none"})), "ODPS-0130131")
step("run_xflow that is not there", lambda: code_of(lambda: o.run_xflow("no_such_flow")), "NoSuchObject")
step("xsource of SQL", lambda: code_of(lambda: p.xflows.get_xflow_source(o.execute_sql("select 1"))), "InstanceTypeNotSupported")
step("delete_xflow", lambda: o.delete_xflow(xflow))
step("delete_xflow again", lambda: code_of(lambda: o.delete_xflow(xflow)), "NoSuchObject")

# Offline models.
copy = model + "_copy"
step("exist_offline_model", lambda: (o.exist_offline_model(model), o.exist_offline_model("no_such_model")), (True, False))
step("get_offline_model", lambda: o.get_offline_model(model).owner.startswith("ALIYUN$") and o.get_offline_model(model).creation_time is not None, True)
step("get_model", lambda: "<PMML" in o.get_offline_model(model).get_model(), True)
step("copy_offline_model", lambda: o.copy_offline_model(model, copy).name, copy)
step("copy_offline_model, async", lambda: o.copy_offline_model(model, copy + "2", async_=True).wait_for_success())
step("copy_offline_model to one that is there", lambda: code_of(lambda: o.copy_offline_model(model, copy)), "ObjectAlreadyExists")
step("list_offline_models", lambda: [m.name for m in o.list_offline_models(prefix=model)], [model, copy, copy + "2"])
step("copy is the same", lambda: o.get_offline_model(copy).get_model() == o.get_offline_model(model).get_model(), True)
step("delete_offline_model", lambda: [o.delete_offline_model(name) for name in (model, copy, copy + "2")] and None)
step("delete_offline_model again", lambda: code_of(lambda: o.delete_offline_model(model)), "NoSuchObject")
step("delete_offline_model if_exists", lambda: o.delete_offline_model(model, if_exists=True))
step("delete_table", lambda: o.delete_table(table))

finish()
