/** The descriptor on which a process writes what its code touches. The one before it is bubblewrap's. */
export const discoveryDescriptor = 6;

/**
 * Code in a process that is watched. Node's permission model names what it would refuse, and the kernel refuses it. Names of variables are taken from
 * reads of the environment by the code itself. Code can hide from this: what it hid is refused when the list is enforced.
 */
export const discoverySource = `
{
	const { writeSync } = require('node:fs');
	const seen = new Set();
	/** The folders of the code that is watched, once other code has said that it begins. */
	let watched;
	const note = (kind, name) => {
		const line = JSON.stringify([kind, String(name).slice(0, 4096)]);
		if (seen.has(line) || seen.size > 5000) return;
		seen.add(line);
		try { writeSync(${discoveryDescriptor}, line + '\\n'); } catch {}
	};
	process[Symbol.for('troupe.discovery')] = (folders) => {
		if (watched) return;
		watched = folders;
		seen.clear();
		note('begin', 'begin');
	};
	const { subscribe } = require('node:diagnostics_channel');
	subscribe('node:permission-model:fs', ({ permission, resource }) => note(permission === 'FileSystemWrite' ? 'write' : 'read', resource));
	subscribe('node:permission-model:child', ({ resource }) => note('program', resource));
	const stackOf = Error.captureStackTrace;
	process.env = new Proxy(process.env, {
		get(variables, name) {
			if (typeof name === 'string') {
				const place = {};
				stackOf(place);
				// Node itself reads some, such as those about colours, and n8n hundreds.
				const reader = place.stack.split('\\n')[2] ?? '';
				if (!/(?:\\(| )node:/.test(reader) && (watched?.some((folder) => reader.includes(folder)) ?? true)) note('environment', name);
			}
			return variables[name];
		},
	});
}
`;
