/** The broker that global-setup.mjs started for this run. */
export type BrokerOfThisRun = { address: string; restAddress: string; recordsFile: string } | { unavailable: string };

export const brokerOfThisRun = (): BrokerOfThisRun =>
	JSON.parse(process.env.TROUPE_TEST_ZEEBE ?? '{"unavailable":"run with test/zeebe/jest.config.mjs"}') as BrokerOfThisRun;

/** Declares tests that need the broker, or one skipped test that says why there is none. */
export function describeWithBroker(name: string, declare: (broker: Exclude<BrokerOfThisRun, { unavailable: string }>) => void): void {
	const broker = brokerOfThisRun();
	if ('unavailable' in broker) describe.skip(name, () => test(`skipped: ${broker.unavailable}`, () => undefined));
	else declare(broker);
}
