import type { ApprovalRules } from '../../../core/agents/approvals/approval-rules';
import { TroupeError } from '../../../core/base/errors';
import type { Environment } from '../../../core/base/settings/setting-names';
import { readListSetting } from '../../../core/base/settings/settings';

const maxPeople = 5;

type Reader = (value: string) => ApprovalRules | undefined;

const choice =
	<Name extends keyof ApprovalRules>(name: Name, ...values: Array<ApprovalRules[Name] & string>): Reader =>
	(value) =>
		(values as string[]).includes(value) ? { [name]: value } : undefined;

const readers: Record<string, Reader> = {
	irreversible: choice('irreversible', 'ask'),
	results: choice('results', 'ask'),
	people: (value) => (/^[1-9]$/.test(value) && Number(value) <= maxPeople ? { people: Number(value) } : undefined),
	own: choice('own', 'allow', 'refuse'),
	silence: choice('silence', 'approve', 'decline'),
	signed: choice('signed', 'reversible', 'reversible-elsewhere', 'irreversible'),
};

/** Reads approval rules, such as `irreversible=ask,people=2`. @throws TroupeError INPUT_INVALID for an unknown rule, or one with another value */
export function readApprovalRules(env?: Environment): ApprovalRules {
	return Object.assign({}, ...(readListSetting('TROUPE_APPROVALS', env) ?? []).map(readRule)) as ApprovalRules;
}

function readRule(rule: string): ApprovalRules {
	const [name = '', value = ''] = rule.split('=').map((part) => part.trim());
	const isKnown = Object.hasOwn(readers, name);
	const read = isKnown ? readers[name]!(value) : undefined;
	if (read) return read;
	const shown = JSON.stringify(rule.slice(0, 64));
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: isKnown ? `TROUPE_APPROVALS has an invalid value in the rule ${shown}.` : `TROUPE_APPROVALS has the unknown rule ${shown}.`,
		fix: `Use irreversible=ask, results=ask, people=1 to people=${maxPeople}, own=allow, own=refuse, silence=approve, silence=decline, or signed=irreversible (reversible-elsewhere, reversible), with commas between them.`,
	});
}
