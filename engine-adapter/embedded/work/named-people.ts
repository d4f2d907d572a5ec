import { TroupeError } from '../../../core/base/errors';

/** The person or machine that a caller is, to user tasks that name people. */
export interface Person {
	/** The subject of its credential, as a task names it. */
	name: string;
	/** True if it may decide in the place of others. */
	decides: boolean;
}

/** The people that a task names, in the form of the properties of a user task; lists are JSON. */
export interface NamedPeople {
	assignee?: string;
	candidateUsers?: string;
	candidateGroups?: string;
}

const jobPrefix = 'io.camunda.zeebe:';
/** The type of the jobs that are user tasks. */
export const userTaskJobType = `${jobPrefix}userTask`;

/** Returns the people that the headers of such a job name. */
export const readNamed = (headers: Record<string, string>): NamedPeople => ({
	assignee: headers[`${jobPrefix}assignee`],
	candidateUsers: headers[`${jobPrefix}candidateUsers`],
	candidateGroups: headers[`${jobPrefix}candidateGroups`],
});

/** Returns the people whom a task waits for; undefined: everybody. Callers are known by name only, so candidate groups match none. */
export function listNamed(named: NamedPeople): string[] | undefined {
	if (named.assignee) return [named.assignee];
	const users = readList(named.candidateUsers);
	return users.length === 0 && readList(named.candidateGroups).length === 0 ? undefined : users;
}

/** Whether a caller may do a task; without a person, it may do all. */
export const waitsFor = (named: NamedPeople, person: Person | undefined): boolean =>
	person === undefined || person.decides || isNamed(named, person.name);

/**
 * Checks that a task waits for this person. A task that names nobody waits for everybody.
 * @throws TroupeError ACCESS_DENIED
 */
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
