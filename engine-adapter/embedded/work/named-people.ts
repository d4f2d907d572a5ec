import { TroupeError } from '../../../core/base/errors';

export interface Person {
	/** Credential subject, as a task names it. */
	name: string;
	decides: boolean;
}

export interface NamedPeople {
	assignee?: string;
	candidateUsers?: string;
	candidateGroups?: string;
}

const jobPrefix = 'io.camunda.zeebe:';
export const userTaskJobType = `${jobPrefix}userTask`;

export const readNamed = (headers: Record<string, string>): NamedPeople => ({
	assignee: headers[`${jobPrefix}assignee`],
	candidateUsers: headers[`${jobPrefix}candidateUsers`],
	candidateGroups: headers[`${jobPrefix}candidateGroups`],
});

/** Undefined: everybody. Callers are known by name only, so candidate groups match none. */
export function listNamed(named: NamedPeople): string[] | undefined {
	if (named.assignee) return [named.assignee];
	const users = readList(named.candidateUsers);
	return users.length === 0 && readList(named.candidateGroups).length === 0 ? undefined : users;
}

/** A caller without a person may do all tasks. */
export const waitsFor = (named: NamedPeople, person: Person | undefined): boolean =>
	person === undefined || person.decides || isNamed(named, person.name);

/** A task without names waits for everybody. @throws TroupeError ACCESS_DENIED */
export function requireNamed(key: string, named: NamedPeople, { name }: Person): void {
	if (isNamed(named, name)) return;
	throw new TroupeError({
		code: 'ACCESS_DENIED',
		message: `Expected the user task '${key}' to wait for the caller, but it is assigned to others.`,
		fix: 'Ask a person whom the task names, or use a credential with the scope agent:decide.',
		details: { userTaskKey: key },
	});
}

const isNamed = (named: NamedPeople, name: string): boolean => listNamed(named)?.includes(name) ?? true;

const readList = (json: string | undefined): string[] => (json ? (JSON.parse(json) as string[]) : []);
