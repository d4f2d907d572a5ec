import type { Job } from '../engine';
import { readAsker } from './read-asker';

const ask = (job: Partial<Job>) => readAsker({ variables: {}, ...job } as Job);

it('asks as the caller who started the instance, whatever its variables say', () => {
	const variables = { personId: 'director', personGroups: ['hr'] };
	expect(ask({ startedBy: 'oidc:ana', variables })).toEqual(['person:ana']);
	expect(ask({ startedBy: 'key:trp_1', variables })).toEqual(['person:key:trp_1']);
});

it('otherwise asks for the person and the groups that the process names', () => {
	expect(ask({ variables: { personId: 42, personGroups: 'hr' } })).toEqual(['person:42', 'group:hr']);
	expect(ask({ variables: { personId: { id: 1 }, personGroups: [7, 'hr'] } })).toEqual(['group:hr']);
	expect(ask({})).toEqual([]);
});
