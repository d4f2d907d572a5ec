import { composeDecisionPoint } from './decision-point';

it('asks nobody without a setting', () => expect(composeDecisionPoint({})).toBeUndefined());

it.each(['pdp', 'ftp://pdp.example.com', 'http://pdp.example.com/access/v1/evaluation'])('refuses %j', (value) => {
	expect(() => composeDecisionPoint({ TROUPE_DECISION_POINT: value })).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }));
});

it.each(['https://pdp.example.com/access/v1/evaluation', 'http://127.0.0.1:8181/access/v1/evaluation'])('takes %s', (value) => {
	expect(composeDecisionPoint({ TROUPE_DECISION_POINT: value })).toBeDefined();
});
