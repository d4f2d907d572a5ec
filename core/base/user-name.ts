import { userInfo } from 'node:os';

/** Returns the name of the user of this process, for audits. */
export function readUserName(): string {
	try {
		return userInfo().username;
	} catch {
		return String(process.getuid?.() ?? 'unknown'); // a user that is unknown to the system, as in containers
	}
}
