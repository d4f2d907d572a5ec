import { printWarnings, takeWarnings } from './print-warnings';

let before: NodeJS.WarningListener[];
beforeEach(() => {
	before = process.listeners('warning');
	process.removeAllListeners('warning');
});
afterEach(() => {
	process.removeAllListeners('warning');
	for (const listener of before) process.on('warning', listener);
});

const troupe = Object.assign(new Error('the root ends soon'), { name: 'TroupeWarning' });
const other = Object.assign(new Error('deprecated'), { name: 'DeprecationWarning' });

test('a service takes the warnings of Troupe that a command prints, and those of others stay with Node', () => {
	const [noted, logged, ofNode]: [string[], string[], string[]] = [[], [], []];
	process.on('warning', ({ message }) => void ofNode.push(message));
	printWarnings({ note: (line) => void noted.push(line) });
	process.emit('warning', troupe);
	takeWarnings((message) => void logged.push(message));
	process.emit('warning', troupe);
	process.emit('warning', other);
	expect({ noted, logged, ofNode }).toEqual({
		noted: ['warning: the root ends soon'],
		logged: ['the root ends soon'],
		ofNode: ['deprecated'],
	});
});
