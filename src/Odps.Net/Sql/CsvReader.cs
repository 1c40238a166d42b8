using System.Text;

namespace Odps.Net;

/// <summary>
/// Splits the service's CSV text: cells separated by commas, lines ended by LF or CR LF, cells in double quotes where needed with inner quotes doubled.
/// NULL is <c>\N</c>, in quotes or not.
/// </summary>
internal sealed class CsvReader(string text, string operation)
{
    private readonly StringBuilder _cell = new();
    private int _position;
    private int _line = 1;

    /// <summary>The next line's cells; null for NULL. Null at the end of the text.</summary>
    public List<string?>? ReadLine()
    {
        if (_position >= text.Length)
        {
            return null;
        }

        var cells = new List<string?>();
        while (true)
        {
            cells.Add(ReadCell());
            if (_position < text.Length && text[_position] == ',')
            {
                _position++;
                continue;
            }

            TakeLineEnd();
            _line++;
            return cells;
        }
    }

    private string? ReadCell()
    {
        string cell = _position < text.Length && text[_position] == '"' ? ReadQuoted() : ReadPlain();
        return cell == "\\N" ? null : cell;
    }

    private string ReadPlain()
    {
        int length = text.AsSpan(_position).IndexOfAny(',', '\n', '\r');
        int end = length < 0 ? text.Length : _position + length;
        string cell = text[_position..end];
        _position = end;
        return cell;
    }

    private string ReadQuoted()
    {
        _cell.Clear();
        _position++;
        while (true)
        {
            int quote = text.IndexOf('"', _position);
            if (quote < 0)
            {
                throw new OdpsDataException($"Could not {operation}: the CSV text ends within the quotes of line {_line}; the result is cut short.") { Row = _line - 2 };
            }

            _cell.Append(text, _position, quote - _position);
            _position = quote + 1;
            if (_position >= text.Length || text[_position] != '"')
            {
                return _cell.ToString();
            }

            _cell.Append('"');
            _position++;
        }
    }

    private void TakeLineEnd()
    {
        if (_position < text.Length && text[_position] == '\r')
        {
            _position++;
        }

        if (_position >= text.Length)
        {
            return;
        }

        if (text[_position] != '\n')
        {
            throw new OdpsDataException($"Could not {operation}: line {_line} of the CSV text has '{text[_position]}' where a comma or the end of the line was expected.") { Row = _line - 2 };
        }

        _position++;
    }
}
