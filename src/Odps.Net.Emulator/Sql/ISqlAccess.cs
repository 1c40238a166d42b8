namespace Odps.Net.Emulator.Sql;

/// <summary>What someone may do with the objects of SQL.</summary>
internal interface ISqlAccess
{
    /// <summary>Lets only those go on who have a right on a table.</summary>
    /// <exception cref="EmulatorException">The right is missing.</exception>
    void Demand(string action, Storage.TableDefinition table);

    /// <summary>Lets only those go on who have a right on a project or one of its schemas.</summary>
    /// <param name="action">The right, for example <c>CreateTable</c>.</param>
    /// <param name="project">The project.</param>
    /// <param name="schema">The schema; null for the project itself.</param>
    /// <exception cref="EmulatorException">The right is missing.</exception>
    void Demand(string action, string project, string? schema);
}
