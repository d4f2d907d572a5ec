interface Zone {
	id: string;
	/** The name as it was written; undefined for an offset. */
	name?: string;
}

const offsetPattern = /^[+-]\d\d:\d\d(?::\d\d)?$/;
const prefixed = /^(UTC|GMT|UT)(?:([+-])(\d\d:\d\d))?$/;
/** Short names for which Java's `ZoneId` has offsets only by an alias, which FEEL does not use. */
const aliases = new Set(['EST', 'MST', 'HST', 'ROC', 'Factory']);
let known: Map<string, string> | undefined;

/** Reads the name of a zone as Java's `ZoneId` does (recorded from Zeebe 8.6.0 and 8.8.21). @throws RangeError for what is not a zone */
export function readZone(name: string): Zone {
	if (name === 'Z') return { id: '+00:00' };
	if (offsetPattern.test(name)) return { id: name };
	const [, prefix, sign, offset] = prefixed.exec(name) ?? [];
	if (prefix !== undefined) {
		if (offset === undefined || offset === '00:00') return { id: 'UTC', name: prefix };
		if (offset <= '18:00') return { id: `${sign}${offset}`, name };
	}
	known ??= new Map(Intl.supportedValuesOf('timeZone').map((zone) => [zone.toLowerCase(), zone]));
	const isMisspelt = (known.get(name.toLowerCase()) ?? name) !== name || !/^[A-Z]/.test(name) || /^(?:ut|utc|gmt)(?:$|[+-])/i.test(name);
	if (isMisspelt || aliases.has(name)) throw new RangeError(`"${name}" is not a zone`);
	return { id: name, name };
}
