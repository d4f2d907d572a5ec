const linear =
	'Regular expressions of users run in linear time here: without back references, look-around, possessive quantifiers and intersections. ' +
	'Refused at deployment; an incident when it comes from a variable.';

/** Deliberate differences from Zeebe: our result of an expression, and the reason. docs/processes/process-engine.md tells users. */
export const exceptions: Record<string, { ours: string; why: string }> = {
	'matches("aa", "(a)\\1")': { ours: 'refused', why: linear },
	'matches("ab", "a(?=b)")': { ours: 'refused', why: linear },
	'matches("ab", "a++b")': { ours: 'refused', why: linear },
	'matches("x", "[[a-z]&&[^x]]")': { ours: 'refused', why: linear },
};
