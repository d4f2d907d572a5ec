import type { ModelPart } from '../../contract/model-builder';
import { connectZeebe } from '../../../engine-adapter/zeebe/connect-zeebe';
import { playBranches } from '../../support/processes/branches-that-read';
import type { RealEngine } from '../broker/real-engine';
import { ExportedRecords } from '../log/exported-records';

/** Plays branches of which one reads a mail on a real engine, and expects that a person is asked about what it said. */
export async function expectPoisonToStay({ address, restAddress, recordsFile }: RealEngine, parts: ModelPart[]): Promise<void> {
	const engine = await connectZeebe({ address, restAddress });
	const records = new ExportedRecords(recordsFile);
	// Its records are exported a moment after it begins.
	const isExported = (key: string) => records.of(key).some(({ value }) => value.bpmnElementType === 'PROCESS');
	try {
		const found = await playBranches(engine, async (key) => (isExported(key) ? records.findInstance(key) : undefined), parts);
		expect(found).toMatchObject({ variables: { outcome: 'needs-human', origins: ['tool'] }, paid: 0 });
	} finally {
		records.close();
		await engine.close();
	}
}
