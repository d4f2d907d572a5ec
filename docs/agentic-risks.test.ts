import { attacks } from '../verify/attacks';
import { risks } from '../verify/risks';

test('attacks are in the order of their ids, at least ten for each risk', () => {
	const ids = attacks.map(({ id }) => id);
	expect(ids).toEqual([...new Set(ids)].sort());
	for (const risk of Object.keys(risks)) expect(ids.filter((id) => id.startsWith(risk)).length).toBeGreaterThanOrEqual(10);
	expect(ids.length).toBeGreaterThanOrEqual(120);
});
