/** Kinds of contact names. Desk kinds and own kinds have a part after a colon: `chatwoot:sales`. */
export const aliasKinds = ['phone', 'email', 'lid', 'bsuid', 'parent-bsuid', 'telegram'] as const;
const ownKind = /^(?:chatwoot|custom):./;

/** Finds the kind of a name such as `fone=+5544999999999`, if it is unknown. */
export function findUnknownKind(typed: string): string | undefined {
	const [, kind] = /^([^=]{1,60})=/.exec(typed) ?? [];
	if (kind === undefined || (aliasKinds as readonly string[]).includes(kind) || ownKind.test(kind)) return undefined;
	return kind;
}
