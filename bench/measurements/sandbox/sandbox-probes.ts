/**
 * Runs the probes at every level, and reports the smallest share that L0+ and L1 stop of the attempts that they have to stop. If this machine lacks
 * one of them, it counts as 0. Goal: 1.
 */
import { troupeHome } from '../../../core/base/home';
import { listMissed, listOwed, measureLevels } from '../../../sandbox/probes/measure-levels';

export async function run(): Promise<string> {
	const shares = (await measureLevels(troupeHome())).map(({ level, results, blocker }) => {
		const owed = listOwed(level, results).length;
		const missed = listMissed(level, results);
		const share = (owed - missed.length) / owed;
		const stopped = results.filter((result) => result.stopped).length;
		console.log(
			`${level}: stops ${owed - missed.length} of ${owed} that it has to, ${stopped} of ${results.length} in all. ${blocker ?? ''}`,
		);
		return { level, share };
	});
	return Math.min(...shares.filter(({ level }) => level === 'L0+' || level === 'L1').map(({ share }) => share)).toFixed(3);
}
