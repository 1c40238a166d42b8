// Reads Arrow streams and files with the apache-arrow package and prints, for each, its values in the JSON of these vectors.
// usage: node read-back.cjs FOLDER_WITH_NODE_MODULES FILE...
'use strict';
const fs = require('fs');
const path = require('path');
const arrow = require(require.resolve('apache-arrow', { paths: [path.resolve(process.argv[2])] }));
const { Type } = arrow;

function twosComplement(words) {
    let value = 0n;
    for (let i = words.length - 1; i >= 0; i--) {
        value = (value << 32n) | BigInt(words[i]);
    }

    return BigInt.asIntN(words.length * 32, value);
}

function decimal(words, scale) {
    const unscaled = twosComplement(words);
    const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0');
    const text = scale === 0 ? digits : digits.slice(0, -scale) + '.' + digits.slice(-scale);
    return (unscaled < 0n ? '-' : '') + text;
}

function number(value) {
    if (Number.isNaN(value)) {
        return 'NaN';
    }

    return value === Infinity ? 'Infinity' : value === -Infinity ? '-Infinity' : Object.is(value, -0) ? '-0' : value;
}

function hex(bytes) {
    return Buffer.from(bytes).toString('hex');
}

function long(values, index) {
    return (values instanceof BigInt64Array ? values[index] : twosComplement([values[2 * index] >>> 0, values[2 * index + 1] >>> 0])).toString();
}

function text(data, index) {
    return Buffer.from(data.values.subarray(Number(data.valueOffsets[index]), Number(data.valueOffsets[index + 1])));
}

function list(data, index) {
    const result = [];
    for (let i = Number(data.valueOffsets[index]); i < Number(data.valueOffsets[index + 1]); i++) {
        result.push(value(data.children[0], i));
    }

    return result;
}

// The raw bytes behind each value, so that nothing is lost by the package's own conversions.
function value(data, index) {
    const type = data.type;
    if (type.typeId === Type.Null || !data.getValid(index)) {
        return null;
    }

    const words = new Uint32Array(data.values && data.values.buffer || new ArrayBuffer(0), data.values ? data.values.byteOffset : 0, data.values ? data.values.byteLength >> 2 : 0);
    switch (type.typeId) {
        case Type.Dictionary: return dictionaryValue(data, index);
        case Type.Bool: return (data.values[index >> 3] & (1 << (index & 7))) !== 0;
        case Type.Int: return type.bitWidth === 64 ? data.values[index].toString() : data.values[index];
        case Type.Float: return number(type.precision === 0 ? NaN : data.values[index]);
        case Type.Utf8: case Type.LargeUtf8: return text(data, index).toString('utf8');
        case Type.Binary: case Type.LargeBinary: return hex(text(data, index));
        case Type.FixedSizeBinary: return hex(data.values.subarray(index * type.byteWidth, (index + 1) * type.byteWidth));
        case Type.Decimal: {
            const count = type.bitWidth / 32;
            return decimal(words.subarray(index * count, (index + 1) * count), type.scale);
        }
        case Type.Date: return type.unit === 0 ? data.values[index] : long(data.values, index);
        case Type.Timestamp: return long(data.values, index);
        case Type.Interval:
            switch (type.unit) {
                case 0: return data.values[index];
                case 1: return { days: words[2 * index] | 0, milliseconds: words[2 * index + 1] | 0 };
                default: return {
                    months: words[4 * index] | 0,
                    days: words[4 * index + 1] | 0,
                    nanoseconds: twosComplement(words.subarray(4 * index + 2, 4 * index + 4)).toString(),
                };
            }
        case Type.List: return list(data, index);
        case Type.Map: return list(data, index).map(entry => ({ key: Object.values(entry)[0], value: Object.values(entry)[1] }));
        case Type.Struct: return Object.fromEntries(type.children.map((field, i) => [field.name, value(data.children[i], index)]));
        default: throw new Error('no JSON form of ' + type);
    }
}

function dictionaryValue(data, index) {
    let entry = Number(data.values[index]);
    for (const part of data.dictionary.data) {
        if (entry < part.length) {
            return value(part, entry);
        }

        entry -= part.length;
    }

    throw new Error('index outside the dictionary');
}

const result = {};
for (const file of process.argv.slice(3)) {
    const reader = arrow.RecordBatchReader.from(fs.readFileSync(file)).open();
    const schema = reader.schema;
    const batches = [];
    for (const batch of reader) {
        const columns = {};
        batch.schema.fields.forEach((field, i) => {
            const data = batch.data.children[i];
            columns[field.name] = Array.from({ length: batch.numRows }, (_, row) => value(data, row));
        });
        batches.push({ length: batch.numRows, columns });
    }

    result[path.basename(file)] = {
        fields: schema.fields.map(field => ({ name: field.name, nullable: field.nullable, type: String(field.type), metadata: Object.fromEntries(field.metadata) })),
        metadata: Object.fromEntries(schema.metadata),
        batches,
    };
}

process.stdout.write(JSON.stringify(result));
