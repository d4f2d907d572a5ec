import { describePackage } from './describe-package';

it('lists the types of a package, and what did not load', () => {
	const nodes = [
		{ file: 'dist/Weather.node.js', name: 'weather', displayName: 'Weather', versions: [1, 2] },
		{ file: 'dist/Rain.node.js', error: "Cannot find module 'rain'" },
	];
	expect(describePackage(`${JSON.stringify({ nodes, credentials: [{ file: 'dist/Api.credentials.js', name: 'api' }] })}\n`)).toEqual([
		'node weather 1, 2 "Weather" (dist/Weather.node.js)',
		"node (dist/Rain.node.js): error: Cannot find module 'rain'",
		'credential api (dist/Api.credentials.js)',
		'2 nodes, 1 credential type; 1 of 3 did not load',
	]);
});

it('shows what the code of a package prints in place of its list', () => {
	expect(describePackage('mined 1 coin\n')).toEqual(['mined 1 coin']);
	expect(describePackage('{"nodes":[1],"credentials":[]}')).toEqual(['{"nodes":[1],"credentials":[]}']);
	expect(describePackage('null')).toEqual(['null']);
	const [line] = describePackage(JSON.stringify({ nodes: [{ file: 'a', name: 'a\u001b[2J' }], credentials: [] }));
	expect(line).not.toContain('\u001b');
});
