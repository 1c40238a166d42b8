using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Odps.Net.Emulator.Http;

namespace Odps.Net.Emulator.Pages;

/// <summary>
/// A page in the making. All that it is given is text and is encoded here; nothing else writes markup. Pages have no scripts and load nothing.
/// </summary>
internal sealed class HtmlPage
{
    private const string Style = """
        :root{color-scheme:light dark}
        body{font:15px/1.5 system-ui,sans-serif;margin:0 auto;max-width:70rem;padding:1rem}
        header a{font-weight:600;text-decoration:none}
        h1{font-size:1.4rem;overflow-wrap:anywhere}h2{font-size:1.1rem;margin-top:2rem}
        table{border-collapse:collapse;display:block;overflow-x:auto}
        th,td{border-bottom:1px solid #8884;padding:.25rem .9rem .25rem 0;text-align:left;vertical-align:top}
        td.n{text-align:right;font-variant-numeric:tabular-nums}td.t,td.id{font-variant-numeric:tabular-nums;white-space:nowrap}td.id{font-size:.85em}td.w{min-width:18rem}td.null{opacity:.5}
        pre{background:#8882;border-radius:.4rem;overflow-x:auto;padding:.8rem;white-space:pre-wrap}
        .bad{color:#c33}.good{color:#291}
        """;

    /// <summary>The page may show its own style sheet and nothing else, whatever text of a user stands in it.</summary>
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private readonly StringBuilder _html = new();

    public HtmlPage(string title)
    {
        string encoded = Encode(title);
        _html.Append(CultureInfo.InvariantCulture, $"<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{encoded}</title>");
        _html.Append(CultureInfo.InvariantCulture, $"<style>{Style}</style></head>\n<body><header><a href=\"/\">MaxCompute emulator</a></header><main>\n<h1>{encoded}</h1>\n");
    }

    public HtmlPage Heading(string text) => Element("h2", text);

    public HtmlPage Paragraph(string text, string? style = null) => Element("p", text, style);

    /// <summary>Text whose line breaks and spaces stay.</summary>
    public HtmlPage Preformatted(string text, string? style = null) => Element("pre", text, style);

    /// <summary>A table; when it has no rows, a word instead.</summary>
    public HtmlPage Table(IEnumerable<string> heads, IEnumerable<IEnumerable<HtmlCell>> rows)
    {
        bool isEmpty = true;
        foreach (IEnumerable<HtmlCell> row in rows)
        {
            if (isEmpty)
            {
                isEmpty = false;
                _html.Append("<table><thead><tr>");
                foreach (string head in heads)
                {
                    Element("th", head);
                }

                _html.Append("</tr></thead><tbody>\n");
            }

            _html.Append("<tr>");
            foreach (HtmlCell cell in row)
            {
                Cell(cell);
            }

            _html.Append("</tr>\n");
        }

        _html.Append(isEmpty ? "<p>None.</p>\n" : "</tbody></table>\n");
        return this;
    }

    public ServiceResponse ToResponse(int status = 200)
    {
        string html = _html.ToString() + "</main></body></html>\n";
        return new ServiceResponse { Status = status, ContentType = "text/html; charset=utf-8", Body = Encoding.UTF8.GetBytes(html) }
            .With("Content-Security-Policy", Policy)
            .With("X-Content-Type-Options", "nosniff")
            .With("Referrer-Policy", "no-referrer")
            .With("Cache-Control", "no-store");
    }

    private void Cell(HtmlCell cell)
    {
        _html.Append(cell.Style is null ? "<td>" : $"<td class=\"{cell.Style}\">");
        string text = Encode(cell.Text);
        _html.Append(cell.Link is null ? text : $"<a href=\"{Encode(cell.Link)}\">{text}</a>").Append("</td>");
    }

    private HtmlPage Element(string name, string text, string? style = null)
    {
        _html.Append('<').Append(name).Append(style is null ? "" : $" class=\"{style}\"").Append('>').Append(Encode(text)).Append("</").Append(name).Append(">\n");
        return this;
    }

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
