using Odps.Net.Emulator;

namespace Odps.Net.Tests.Emulator.Sql;

/// <summary>Statements made at random: whatever comes, the engine answers, or refuses in the service's words, and goes on.</summary>
public sealed class SqlFuzzTests : SqlFixture
{
    public SqlFuzzTests() => Run("""
        create table t (id bigint, s string, d double, c decimal(10,2), a array<string>, w datetime, b boolean);
        insert into t select 1, 'a', 1.5, 1.25BD, array('x', 'y'), datetime'2024-02-29 12:34:56', true union all select 2, null, null, null, null, null, null
            union all select 3, '10', -0.5, 7BD, array('x'), datetime'1970-01-01 00:00:00', false union all select null, '', cast('NaN' as double), -7.77BD, array(), null, true;
        create table u (id bigint, s string, d double) tblproperties ('transactional'='true');
        insert into u values (1, 'a', 1.5), (1, 'b', 0.0), (3, null, null), (null, '10', 2.5)
        """);

    public static TheoryData<int> Seeds() => [1, 2, 3, 4];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Any_query_is_answered_or_refused(int seed)
    {
        var maker = new RandomSql(seed);
        int answered = 0;
        for (int i = 0; i < 400; i++)
        {
            answered += RunOrRefuse(maker.Query(), seed, i) ? 1 : 0;
        }

        Assert.True(answered > 200, $"seed {seed}: only {answered} queries were answered");
        Assert.Equal("1", Rows("select 1"));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Any_broken_statement_is_refused(int seed)
    {
        var maker = new RandomSql(seed);
        for (int i = 0; i < 400; i++)
        {
            RunOrRefuse(maker.Break(maker.Query()), seed, i);
        }

        Assert.Equal("1", Rows("select 1"));
    }

    /// <summary>A condition is true, false or unknown for each row; the three together are all rows.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_condition_parts_the_rows_in_three(int seed)
    {
        var maker = new RandomSql(seed);
        int answered = 0;
        for (int i = 0; i < 300; i++)
        {
            string from = maker.From();
            string condition = maker.Boolean(3);
            string text = $"select count(*), count(if({condition}, 1, null)), count(if(not ({condition}), 1, null)), count(if(({condition}) is null, 1, null)) from {from}";
            try
            {
                long[] counts = [.. Run(text).Rows[0].Select(v => (long)v!)];
                string parts = Rows($"select count(*) from {from} where {condition}") + "|" + Rows($"select count(*) from {from} where not ({condition})")
                    + "|" + Rows($"select count(*) from {from} where ({condition}) is null");
                Assert.True(counts[0] == counts[1] + counts[2] + counts[3] && parts == $"{counts[1]}|{counts[2]}|{counts[3]}", $"seed {seed}, {i}: {string.Join('|', counts)} against {parts}\n{text}");
                answered++;
            }
            catch (EmulatorException e)
            {
                Assert.True(IsRefusal(e), $"seed {seed}, {i}: {text}\n{e.Code} {e.Message}");
            }
        }

        Assert.True(answered > 150, $"seed {seed}: only {answered} were answered");
    }

    private bool RunOrRefuse(string text, int seed, int number)
    {
        try
        {
            Run(text);
            return true;
        }
        catch (EmulatorException e)
        {
            Assert.True(IsRefusal(e), $"seed {seed}, statement {number}: {text}\n{e.Code} {e.Message}");
            return false;
        }
        catch (Exception e)
        {
            Assert.Fail($"seed {seed}, statement {number}: {text}\n{e}");
            return false;
        }
    }

    private static bool IsRefusal(EmulatorException e) => e.Code.StartsWith("ODPS-0", StringComparison.Ordinal) && e.Code != "ODPS-0010000" && e.Message.StartsWith(e.Code, StringComparison.Ordinal);
}
