namespace Odps.Net.Emulator.Security;

/// <summary>The failures of users, roles, policies and security statements.</summary>
internal static class SecurityErrors
{
    public static EmulatorException Missing(string kind, string name, string project) =>
        new("NoSuchObject", $"ODPS-0430071: The {kind} '{name}' does not exist in the project {project}.", 404);

    public static EmulatorException Exists(string kind, string name, string project) =>
        new("ObjectAlreadyExists", $"ODPS-0430072: The {kind} '{name}' exists already in the project {project}.", 409);

    public static EmulatorException Forbidden(string account, string action, string resource) =>
        new("NoPermission", $"ODPS-0130013:Authorization exception - Authorization Failed [4002], You have NO privilege 'odps:{action}' on {{{resource}}} for {account}.", 403);

    public static EmulatorException Invalid(string reason) => new("InvalidParameter", $"ODPS-0420061: Invalid parameter in HTTP request - {reason}");

    public static EmulatorException Syntax(string statement, string expected) =>
        new("ParseError", $"ODPS-0130161:Parse exception - the security statement '{statement}' is not understood: {expected} was expected.");
}
