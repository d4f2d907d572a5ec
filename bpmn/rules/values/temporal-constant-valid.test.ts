import { collectFindings, definitions, escapeXml, extensions, writeProcess } from '../../../test/support/bpmn/test-models';

const find = (...elements: string[]) => collectFindings('temporal-constant-valid', [definitions(writeProcess('p', ...elements))]);
const timer = (text: string, kind = 'timeDuration') =>
	`<bpmn:intermediateCatchEvent id="t"><bpmn:timerEventDefinition><bpmn:${kind}>${escapeXml(text)}</bpmn:${kind}></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>`;
const script = (expression: string) =>
	`<bpmn:scriptTask id="s">${extensions(`<zeebe:script expression="${escapeXml(expression)}" resultVariable="r"/>`)}</bpmn:scriptTask>`;

test.each([
	[timer('="5 minutes"'), 't has the timer "5 minutes", which is not a duration'],
	[timer('="2030-13-01"', 'timeDate'), 't has the timer "2030-13-01", which is not a date'],
	[timer('=duration("15M")'), 't has "15M" where a duration is expected'],
	[script('=now() + duration("1 day")'), 's has "1 day" where a duration is expected'],
	[script('=@"31.01.2030"'), 's has "31.01.2030" where a duration, date or time is expected'],
])('finds the constant in %s', async (element, finding) => {
	expect(await find(element)).toEqual([`1.bpmn:${finding}`]);
});

test.each([
	timer('="PT5M"'),
	timer('=duration("P1D")'),
	timer('=wait'),
	timer('="R3/PT1M"', 'timeCycle'),
	script('=date("2030-01-31")'),
	script('=duration(text)'),
])('leaves %s alone', async (element) => {
	expect(await find(element)).toEqual([]);
});
