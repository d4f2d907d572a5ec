/** Returns whether a process with this id runs on this machine, also one of another user. The system can give the id of an ended process to a new one. */
export function isRunning(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code !== 'ESRCH';
	}
}
