/**
 * Asks 10,000 times as one tenant for things of another, in every store on PostgreSQL: the first half as it is, the second half with each
 * condition on the tenant taken out of the statements. Counts the answers that hold anything foreign. Goal: 0.
 */
import { createCluster } from '../../../test/support/servers/postgres-cluster';
import { askForForeign, tenants } from '../../../test/support/tenants/ask-for-foreign';

const requests = Number(process.env.BENCH_REQUESTS ?? 10_000);

export async function run(): Promise<number> {
	const cluster = await createCluster();
	try {
		const { answers, changed } = await askForForeign(await cluster.createDatabase(), requests);
		for (const { store, asIs, withoutFilters, control } of answers)
			console.log(`${store.padEnd(14)} foreign ${asIs}, without filters ${withoutFilters}, control without row-level security ${control}`);
		const blind = answers.filter(({ control }) => control === 0);
		if (blind.length > 0 || changed === 0) throw new Error(`the control sees nothing in ${blind.map(({ store }) => store).join(', ')}`);
		console.log(
			`${requests} requests of ${tenants.length} tenants in ${answers.length} stores; ${changed} statements without their filter`,
		);
		return answers.reduce((sum, { asIs, withoutFilters }) => sum + asIs + withoutFilters, 0);
	} finally {
		await cluster.remove();
	}
}
