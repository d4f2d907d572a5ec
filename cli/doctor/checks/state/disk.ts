import { statfs } from 'node:fs/promises';
import { fail, ok, warn, type Check } from '../../check';
import { findExisting } from '../find-existing';

const megabyte = 1024 * 1024;
/** The service is not ready below the first; people have to act below the second. */
const minMegabytes = 64;
const fewMegabytes = 1024;
const fewInodes = 10_000;

export const diskCheck: Check = {
	id: 'disk',
	looksAt: "the free space on the disk of Troupe's home",
	async look({ home }) {
		const folder = findExisting(home);
		const { bavail, bsize, ffree, files } = await statfs(folder);
		const free = Math.floor((bavail * bsize) / megabyte);
		const text = `${free.toLocaleString('en-US')} MB are free on the disk of ${folder}.`;
		const fix = 'Free space on it, or move the home to a larger disk.';
		if (free < minMegabytes) return [fail(text, fix)];
		// Some file systems count no files, and report 0 of 0.
		if (files > 0 && ffree < fewInodes) return [warn(`Only ${ffree} more files fit on the disk of ${folder}.`, 'Remove files from it.')];
		return [free < fewMegabytes ? warn(text, fix) : ok(text)];
	},
};
