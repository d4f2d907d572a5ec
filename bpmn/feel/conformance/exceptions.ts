const later = 'Zeebe 8.6 has no such function; later versions have it.';
const linear =
	'Regular expressions of users run in linear time here: without back references, look-around, possessive quantifiers and intersections. ' +
	'Refused at deployment; an incident when it comes from a variable.';

/** Where we differ from Zeebe 8.6, on purpose: what an expression gives here, and why. docs/process-engine.md says it to users. */
export const exceptions: Record<string, { ours: string; why: string }> = {
	'is blank("")': { ours: 'true', why: later },
	'is blank(" ")': { ours: 'true', why: later },
	'is blank("a")': { ours: 'false', why: later },
	'from base64("RkVFTA==")': { ours: '"FEEL"', why: later },
	'partition([1, 2, 3, 4, 5], 2)': { ours: '[[1,2],[3,4],[5]]', why: later },
	'partition([], 2)': { ours: '[]', why: later },
	'from json("{\\"a\\": 1}")': { ours: '{"a":1}', why: later },
	'from json("[1, 2.5, null]")': { ours: '[1,2.5,null]', why: later },
	'from json("5")': { ours: '5', why: later },
	'to json({a: 1})': { ours: '"{\\"a\\":1}"', why: later },
	'to json("a")': { ours: '"\\"a\\""', why: later },
	'fromAi(five)': { ours: '5', why: later },
	'fromAi(five, "a number")': { ours: '5', why: later },
	'fromAi(value: five, description: "a number", type: "number")': { ours: '5', why: later },
	'fromAi(toolCall.x, "x", "string", {enum: ["a"]}, {required: false})': { ours: '"from the model"', why: later },
	'matches("aa", "(a)\\1")': { ours: 'refused', why: linear },
	'matches("ab", "a(?=b)")': { ours: 'refused', why: linear },
	'matches("ab", "a++b")': { ours: 'refused', why: linear },
	'matches("x", "[[a-z]&&[^x]]")': { ours: 'refused', why: linear },
};
