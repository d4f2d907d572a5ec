import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { closed } from '../../base/shape';
import type { SandboxLevel } from './levels';

export const sha256 = (description?: string) => Type.String({ ...(description && { description }), pattern: '^[0-9a-f]{64}$' });

const changedFile = closed(
	{
		path: Type.String({ description: 'Relative to the folder, with slashes.' }),
		change: Type.Enum(['created', 'changed', 'removed']),
		bytes: Type.Optional(Type.Integer({ description: 'Unless it was removed.' })),
		sha256: Type.Optional(sha256()),
	},
	{ description: 'A file of a scratch folder that changed.' },
);
export type ChangedFile = Static<typeof changedFile>;
export const changedFiles = Type.Array(changedFile, {
	description: 'Files of the scratch folder that the run created, changed or removed.',
});

const request = closed(
	{
		method: Type.String(),
		host: Type.String(),
		path: Type.String(),
		action: Type.Enum(['forward', 'refuse'], { description: 'refuse: no rule allows it.' }),
		status: Type.Optional(Type.Integer({ description: 'Missing if it was not answered.' })),
	},
	{ description: 'A request of a browser or a program: no value of its query, header or body.' },
);
export type SandboxRequest = Static<typeof request>;

export const sandboxStep = closed(
	{
		level: Type.Optional(
			Type.Unsafe<SandboxLevel>({
				description: 'The level at which it ran. Missing for what the host did in the scratch folder, where no code ran.',
				enum: ['L1', 'L2'],
			}),
		),
		operation: Type.String(),
		exitCode: Type.Optional(
			Type.Unsafe<number | null>({ description: 'The exit code of a command; null if it was ended.', type: ['integer', 'null'] }),
		),
		limit: Type.Optional(
			Type.Enum(['time', 'memory', 'threads', 'output', 'files'], {
				description: 'What ended it. files: the scratch folder became too large.',
			}),
		),
		durationMs: Type.Integer(),
		outputBytes: Type.Integer(),
		outputSha256: sha256('Of what it wrote, standard output first.'),
		files: Type.Array(changedFile, { description: 'The first 100.' }),
		moreFiles: Type.Optional(Type.Integer({ description: 'How many more there were.' })),
		requests: Type.Optional(
			Type.Array(request, { description: 'Requests of a browser, or those that a program was refused; the first 100.' }),
		),
		moreRequests: Type.Optional(Type.Integer()),
	},
	{ description: 'What a tool that uses a computer did in its own sandbox. Names of files are masked.' },
);
/** For people: names and hashes, no contents. */
export type SandboxStep = Static<typeof sandboxStep>;
export type SandboxToolLimit = NonNullable<SandboxStep['limit']>;
