using System.Reflection;
using System.Text;

namespace Odps.Net.Tests.PublicApi;

/// <summary>Writes the public surface of an assembly as sorted lines, one for each type and member.</summary>
internal static class PublicSurface
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly NullabilityInfoContext Nullability = new();

    public static IReadOnlyList<string> Describe(Assembly assembly)
    {
        var lines = new SortedSet<string>(StringComparer.Ordinal);
        foreach (Type type in assembly.GetExportedTypes())
        {
            lines.Add(DescribeType(type));
            foreach (MemberInfo member in type.GetMembers(Declared))
            {
                if (DescribeMember(type, member) is string line)
                {
                    lines.Add(line);
                }
            }
        }

        return [.. lines];
    }

    private static string DescribeType(Type type)
    {
        string kind = type switch
        {
            { IsEnum: true } => "enum",
            { IsInterface: true } => "interface",
            { IsValueType: true } => "struct",
            { IsAbstract: true, IsSealed: true } => "static class",
            { IsAbstract: true } => "abstract class",
            { IsSealed: true } => "sealed class",
            _ => "class",
        };
        string bases = string.Join(", ", new[] { type.BaseType }.Where(b => b is not null && b != typeof(object) && b != typeof(ValueType) && b != typeof(Enum)).Select(b => Name(b!)));
        return $"{Name(type)} ({kind}{(bases.Length > 0 ? " : " + bases : "")})";
    }

    private static string? DescribeMember(Type type, MemberInfo member) => member switch
    {
        FieldInfo { IsPublic: true, IsSpecialName: false } field => $"{Name(type)}.{field.Name}{(field.IsLiteral ? $" = {field.GetRawConstantValue()}" : "")} -> {Name(field.FieldType)}",
        PropertyInfo property when IsVisible(property.GetMethod) || IsVisible(property.SetMethod) => DescribeProperty(type, property),
        ConstructorInfo constructor when IsVisible(constructor) && !constructor.IsStatic => $"{Name(type)}.{Name(type, simple: true)}({Parameters(constructor)})",
        MethodInfo { IsSpecialName: false } method when IsVisible(method) && !method.Name.Contains('<', StringComparison.Ordinal) => DescribeMethod(type, method),
        MethodInfo method when IsVisible(method) && method.Name.StartsWith("op_", StringComparison.Ordinal) => DescribeMethod(type, method),
        EventInfo @event when IsVisible(@event.AddMethod) => $"{Name(type)}.{@event.Name} (event {Name(@event.EventHandlerType!)})",
        _ => null,
    };

    private static string DescribeProperty(Type type, PropertyInfo property)
    {
        string accessors = (IsVisible(property.GetMethod) ? "get;" : "")
            + (IsVisible(property.SetMethod) ? (IsInit(property.SetMethod!) ? "init;" : "set;") : "");
        ParameterInfo[] index = property.GetIndexParameters();
        string name = index.Length > 0 ? $"this[{string.Join(", ", index.Select(Parameter))}]" : property.Name;
        string nullable = Nullability.Create(property).ReadState == NullabilityState.Nullable && !property.PropertyType.IsValueType ? "?" : "";
        return $"{Name(type)}.{name} {{ {accessors} }} -> {(IsStatic(property) ? "static " : "")}{Name(property.PropertyType)}{nullable}";
    }

    private static string DescribeMethod(Type type, MethodInfo method)
    {
        string generic = method.IsGenericMethodDefinition ? $"<{string.Join(", ", method.GetGenericArguments().Select(a => a.Name))}>" : "";
        string modifiers = (method.IsStatic ? "static " : "") + (method.IsAbstract && !type.IsInterface ? "abstract " : method is { IsVirtual: true, IsFinal: false } && !type.IsInterface && !type.IsSealed ? "virtual " : "");
        string nullable = Nullability.Create(method.ReturnParameter).ReadState == NullabilityState.Nullable && !method.ReturnType.IsValueType ? "?" : "";
        return $"{Name(type)}.{method.Name}{generic}({Parameters(method)}) -> {modifiers}{Name(method.ReturnType)}{nullable}";
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        string nullable = Nullability.Create(parameter).ReadState == NullabilityState.Nullable && !parameter.ParameterType.IsValueType ? "?" : "";
        string by = parameter.IsOut ? "out " : parameter.IsIn ? "in " : parameter.ParameterType.IsByRef ? "ref " : "";
        string value = !parameter.HasDefaultValue ? "" : $" = {parameter.RawDefaultValue ?? "default"}";
        return $"{by}{Name(parameter.ParameterType)}{nullable} {parameter.Name}{value}";
    }

    private static bool IsVisible(MethodBase? method) => method is { IsPublic: true } or { IsFamily: true } or { IsFamilyOrAssembly: true };

    private static bool IsStatic(PropertyInfo property) => (property.GetMethod ?? property.SetMethod)!.IsStatic;

    private static bool IsInit(MethodInfo setter) => setter.ReturnParameter.GetRequiredCustomModifiers().Any(m => m.Name == "IsExternalInit");

    private static string Name(Type type, bool simple = false)
    {
        if (type.IsByRef)
        {
            return Name(type.GetElementType()!);
        }

        if (type.IsArray)
        {
            return Name(type.GetElementType()!) + "[]";
        }

        if (Nullable.GetUnderlyingType(type) is Type underlying)
        {
            return Name(underlying) + "?";
        }

        if (type.IsGenericParameter)
        {
            return type.Name;
        }

        var name = new StringBuilder();
        if (!simple && type.Namespace?.StartsWith("System", StringComparison.Ordinal) != true && type.Namespace is not null)
        {
            name.Append(type.Namespace).Append('.');
        }

        if (!simple && type.IsNested)
        {
            name.Append(Name(type.DeclaringType!, simple: true)).Append('.');
        }

        name.Append(type.Name.Split('`')[0]);
        if (type.IsGenericType && !simple)
        {
            name.Append('<').AppendJoin(", ", type.GetGenericArguments().Select(a => Name(a))).Append('>');
        }

        return name.ToString();
    }
}
