import type { ApprovalRules } from '../../../core/agents/approval-rules';
import { TroupeError } from '../../../core/base/errors';
import { type Environment, readSetting } from '../../../core/base/settings';

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
	silence: choice('silence', 'approve'),
};

/**
 * Reads what the operator demands of approvals, such as `irreversible=ask,people=2`.
 * @throws TroupeError INPUT_INVALID for an unknown rule
 */
export function readApprovalRules(env?: Environment): ApprovalRules {
	const rules = (readSetting('TROUPE_APPROVALS', env) ?? '').split(',').map((rule) => rule.trim());
	return Object.assign({}, ...rules.filter(Boolean).map(readRule)) as ApprovalRules;
}

function readRule(rule: string): ApprovalRules {
	const [name = '', value = ''] = rule.split('=').map((part) => part.trim());
	const read = Object.hasOwn(readers, name) ? readers[name]!(value) : undefined;
	if (read) return read;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `TROUPE_APPROVALS has the unknown rule ${JSON.stringify(rule.slice(0, 64))}.`,
		fix: `Use irreversible=ask, results=ask, people=1 to people=${maxPeople}, own=allow, own=refuse and silence=approve, with commas between them.`,
	});
}
