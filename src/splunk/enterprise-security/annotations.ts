import type { Phase } from '../../briefing/article.ts';
import type { Hunt } from '../../hunts/hunt.ts';
import { analyticStoriesOf } from './stories.ts';
import type { Subject } from './subject.ts';

/**
 * Lockheed Martin's names, as Enterprise Security's own content spells them (https://github.com/splunk/contentctl, constants.py).
 */
const KILL_CHAIN: Readonly<Record<Phase, string>> = {
  recon: 'Reconnaissance',
  weapon: 'Weaponization',
  delivery: 'Delivery',
  exploit: 'Exploitation',
  install: 'Installation',
  c2: 'Command and Control',
  actions: 'Actions on Objectives',
};

/** How Splunk's own content calls a search whose results a person has to look through. */
const TYPE = 'Hunting';

/**
 * What Enterprise Security files a search under: JSON, a list of strings a framework, and the type once more by itself
 * (https://github.com/splunk/contentctl, objects/abstract_security_content_objects/detection_abstract.py, annotations).
 */
export function annotationsOf(hunt: Hunt, { datasets }: Subject): string {
  return JSON.stringify({
    analytic_story: analyticStoriesOf(hunt).map(({ name }) => name),
    data_source: datasets,
    kill_chain_phases: hunt.phase ? [KILL_CHAIN[hunt.phase]] : [],
    mitre_attack: hunt.techniques,
    type: TYPE,
    type_list: [TYPE],
  });
}
