using System.Reflection;

namespace Odps.Net.Tests.Conventions;

/// <summary>Rules that hold for every public member of the SDK.</summary>
public class PublicApiConventionTests
{
    private static readonly Type[] Types = [.. typeof(OdpsClient).Assembly.GetExportedTypes()];

    private static IEnumerable<MethodInfo> Methods => Types
        .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
        .Where(m => !m.IsSpecialName && m.GetBaseDefinition().DeclaringType == m.DeclaringType);

    [Fact]
    public void Methods_that_return_a_task_end_in_Async()
    {
        string[] offenders = [.. Methods
            .Where(m => IsAsynchronous(m.ReturnType) && !m.Name.EndsWith("Async", StringComparison.Ordinal) && m.Name != "GetAsyncEnumerator")
            .Select(Describe)];
        Assert.Empty(offenders);
    }

    [Fact]
    public void Asynchronous_methods_take_an_optional_cancellation_token_last()
    {
        string[] offenders = [.. Methods
            .Where(m => IsAsynchronous(m.ReturnType) && m.Name != "DisposeAsync")
            .Where(m => m.GetParameters() is not [.., { HasDefaultValue: true, Name: "cancellationToken" } last] || last.ParameterType != typeof(CancellationToken))
            .Where(m => !m.IsAbstract)
            .Select(Describe)];
        Assert.Empty(offenders);
    }

    [Fact]
    public void Options_are_sealed_records_that_cannot_be_changed()
    {
        string[] offenders = [.. Types
            .Where(t => t.Name.EndsWith("Options", StringComparison.Ordinal))
            .Where(t => !t.IsSealed
                || t.GetMethod("<Clone>$") is null
                || t.GetProperties().Any(p => p.SetMethod is { IsPublic: true } set && !set.ReturnParameter.GetRequiredCustomModifiers().Any(m => m.Name == "IsExternalInit")))
            .Select(t => t.FullName!)];
        Assert.Empty(offenders);
    }

    [Fact]
    public void Every_exception_of_the_SDK_is_an_OdpsException()
    {
        string[] offenders = [.. Types.Where(t => t.IsAssignableTo(typeof(Exception)) && !t.IsAssignableTo(typeof(OdpsException))).Select(t => t.FullName!)];
        Assert.Empty(offenders);
    }

    [Fact]
    public void No_signature_shows_the_HTTP_layer()
    {
        string[] offenders = [.. Methods
            .Where(m => m.GetParameters().Select(p => p.ParameterType).Append(m.ReturnType)
                .Any(t => t.FullName?.Contains("HttpResponseMessage", StringComparison.Ordinal) == true || t.FullName?.Contains("HttpRequestMessage", StringComparison.Ordinal) == true))
            .Select(Describe)];
        Assert.Empty(offenders);
    }

    [Fact]
    public void Classes_are_sealed_unless_they_are_meant_to_be_derived_from()
    {
        string[] offenders = [.. Types
            .Where(t => t is { IsClass: true, IsSealed: false, IsAbstract: false } && !t.IsAssignableTo(typeof(Exception)))
            .Where(t => !Types.Any(other => other.BaseType == t))
            .Select(t => t.FullName!)];
        Assert.Empty(offenders);
    }

    [Fact]
    public void No_type_has_a_field_that_is_static_and_can_be_changed()
    {
        string[] offenders = [.. typeof(OdpsClient).Assembly.GetTypes()
            .Where(t => t.Namespace?.StartsWith("Odps.Net", StringComparison.Ordinal) == true && !t.Name.StartsWith('<') && t.DeclaringType?.Name.StartsWith('<') != true)
            .SelectMany(t => t.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(f => !f.IsInitOnly && !f.IsLiteral && !f.Name.StartsWith('<') && !IsGenerated(f))
            .Select(f => $"{f.DeclaringType!.FullName}.{f.Name}")];
        Assert.Empty(offenders);
    }

    private static bool IsAsynchronous(Type type) =>
        type == typeof(Task) || type == typeof(ValueTask)
        || (type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(Task<>) || type.GetGenericTypeDefinition() == typeof(ValueTask<>) || type.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>)));

    private static bool IsGenerated(FieldInfo field) =>
        field.IsDefined(typeof(System.Runtime.CompilerServices.CompilerGeneratedAttribute))
        || field.DeclaringType!.IsDefined(typeof(System.Runtime.CompilerServices.CompilerGeneratedAttribute))
        || field.IsDefined(typeof(System.CodeDom.Compiler.GeneratedCodeAttribute))
        || field.DeclaringType!.GetInterfaces().Any(i => i.Name == "IJsonTypeInfoResolver");

    private static string Describe(MethodInfo method) => $"{method.DeclaringType!.FullName}.{method.Name}";
}
