import type { ContractCase } from '../../contract-case';
import { defineCase } from '../define-case';
import { start } from '../case-actions';

interface Parts {
	/** What comes before, and after, the elements that run. */
	content?: string;
	artifacts?: string;
	root?: string;
}

const frame = (id: string, { content = '', artifacts = '', root = '' }: Parts = {}): string =>
	`<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:own="http://troupe.example/contract" id="definitions-${id}" targetNamespace="http://troupe.example/contract">${root}
<bpmn:process id="${id}" isExecutable="true">${content}
	<bpmn:startEvent id="&#115;tart"><bpmn:outgoing> own:first
	</bpmn:outgoing></bpmn:startEvent><bpmn:sequenceFlow id="first" sourceRef=" start " targetRef="
		work	"/>
	<bpmn:scriptTask id=" work "><bpmn:extensionElements><zeebe:script expression="=&quot;&#128512;&#x1F600;a
	b&#10;c&#9;d&quot;" resultVariable="text"/></bpmn:extensionElements><bpmn:incoming>own:first</bpmn:incoming></bpmn:scriptTask>
	<bpmn:sequenceFlow id="second" sourceRef="work" targetRef="end"/><bpmn:endEvent id="end"/>${artifacts}
</bpmn:process></bpmn:definitions>`;

const playXml = (id: string, title: string, parts: Parts = {}): ContractCase =>
	defineCase(id, title, () => ({ resources: [{ name: `${id}.bpmn`, content: frame(id, parts) }], script: [start()] }));

/** Cases of XML as programs and people write it, and modelers do not. */
export const oddXmlCases: ContractCase[] = [
	playXml('xml-written', 'references above U+FFFF, line ends in attributes, and ids and references with white space and prefixes'),
	playXml('xml-markup', 'markup in documentation and what an extension says', {
		root: '<bpmn:extension definition="own:model"><bpmn:documentation id="user">User</bpmn:documentation></bpmn:extension>',
		content:
			'<bpmn:documentation textFormat="text/html">See <p xmlns="http://www.w3.org/1999/xhtml" id="work">this <b>page</b></p></bpmn:documentation>',
	}),
	playXml('xml-global-script', 'a global script task with its script', {
		root: '<bpmn:globalScriptTask id="shared" scriptLanguage="feel"><bpmn:script><![CDATA[a < 1]]></bpmn:script></bpmn:globalScriptTask>',
	}),
	playXml('xml-abstract-part', 'an artifact of no kind', { artifacts: '<bpmn:artifact id="any"/>' }),
	playXml('xml-abstract-root', 'an event definition of no kind', { root: '<bpmn:eventDefinition id="any"/>' }),
	playXml('xml-abstract-element', 'an event of no kind', { content: '<bpmn:event id="any"/>' }),
	playXml('xml-reference', 'references to nothing in associations and types', {
		root: '<bpmn:itemDefinition id="item" structureRef="own:gone"/><bpmn:collaboration id="all"><bpmn:participant id="other" processRef="gone"/></bpmn:collaboration>',
		content: '<bpmn:dataStoreReference id="store" dataStoreRef="gone"/>',
		artifacts: '<bpmn:association id="link" sourceRef="own:work" targetRef="gone"/>',
	}),
	playXml('xml-lane', 'a lane of an element that does not exist', {
		content: '<bpmn:laneSet id="lanes"><bpmn:lane id="lane"><bpmn:flowNodeRef>gone</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>',
	}),
	playXml('xml-data', 'a reference to a data object that does not exist', {
		content: '<bpmn:dataObjectReference id="reference" dataObjectRef="gone"/>',
	}),
	playXml('xml-prefix', 'a reference with a prefix that is not declared', {
		artifacts: '<bpmn:association id="link" sourceRef="other:work" targetRef="end"/>',
	}),
	playXml('xml-twice', 'two elements with markup in documentation', {
		content: '<bpmn:documentation>See <own:b>this</own:b> and <own:b>that</own:b></bpmn:documentation>',
	}),
];
