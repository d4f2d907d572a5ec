import { checkOrigins } from './check-agents';

it.each([
	[[{ from: 'ad' }], 'does nothing'],
	[[{ from: 'link:fair' }], 'does nothing'],
	[[{ from: 'link:fair' }, { from: 'ad', name: 'ads' }], 'does nothing'],
	[[{ from: 'link:feira_name=1' }], 'a part of the rule in its id'],
	[[{ from: 'link:feira,greeting=Oi', name: 'feira' }], 'a part of the rule in its id'],
])('refuses the rules for origins %j', (origins, problem) => expect(() => checkOrigins(origins)).toThrow(problem));

it.each([
	[[{ from: 'ad', name: 'ads' }, { from: 'ad:120' }]],
	[[{ from: 'link:fair', greeting: 'Write name=Ana' }]],
	[[{ from: 'product:surname=1', agent: 'seller' }]],
])('takes %j', (origins) => expect(() => checkOrigins(origins)).not.toThrow());
