import { isOfNobody } from './forgetting-receipt';

const stays = 'of the engine, which another process has';

it.each([
	['of a mistyped name, where an engine could not be asked', true, [{ place: 'processes', removed: 0, stays }]],
	['of a person of whom something went', false, [{ place: 'state.db run', removed: 1 }]],
	['of a person of whom something stays here', false, [{ place: 'state.db violation', removed: 0, stays: 'a proof' }]],
	['of a person whose request stays without them', false, [{ place: 'state.db contact_request', removed: 0, anonymised: 1, stays: 'x' }]],
	['of a person whom an active process mentions', false, [{ place: 'processes: instances', removed: 0, left: ['7'] }]],
])('knows a receipt %s', (_, expected, places) => {
	expect(isOfNobody({ places })).toBe(expected);
});
