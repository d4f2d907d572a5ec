export const maxNameLength = 64;

/** Every provider accepts letters, digits, `_` and `-`, at most 64, not starting with a digit or `-`. */
export function toSafeName(name: string): string {
	const plain = name.replace(/[^A-Za-z0-9_-]/g, '_');
	return (/^[A-Za-z_]/.test(plain) ? plain : `tool_${plain}`).slice(0, maxNameLength);
}

/** `mcp:crm` has `crm_search`, `n8n` has `n8n_search`. */
export function qualifyName(source: string, name: string): string {
	return toSafeName(`${source.slice(source.indexOf(':') + 1)}_${name}`);
}

/** `*` stands for any characters. Takes linear time in the name for each `*`. */
export function fitsName(rule: string, name: string): boolean {
	const [first = '', ...rest] = rule.split('*');
	const last = rest.pop();
	if (last === undefined) return name === rule;
	if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return false;
	const end = name.length - last.length;
	let from = first.length;
	for (const part of rest) {
		const at = name.indexOf(part, from);
		if (at < 0 || at + part.length > end) return false;
		from = at + part.length;
	}
	return true;
}
