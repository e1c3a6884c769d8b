import { type Call, toBoolean } from './call.ts';
import { aclOf, collectionPath, findObject, objectPath, visibleObjects } from './objects.ts';
import { entryReply, listReply } from './paging.ts';
import type { Entry, Reply } from './reply.ts';
import type { KnowledgeObject } from './state.ts';

const CONF = 'datamodels';
const PATH = 'datamodel/model';

/** GET datamodel/model[?concise]: the models that can be seen from here. Their datasets are not modelled. */
export function listDataModels(call: Call): Reply {
  return listReply(
    call,
    'datamodeledit',
    collectionPath(call, PATH),
    visibleObjects(call, CONF).map((o) => modelEntry(call, o)),
  );
}

export function readDataModel(call: Call): Reply {
  return entryReply(
    call,
    'datamodeledit',
    collectionPath(call, PATH),
    modelEntry(call, findObject(call, CONF, call.names['name'] as string)),
  );
}

/**
 * The definition travels as JSON text in `description`; concise leaves the objects out
 * (https://docs.splunk.com/Documentation/Splunk/latest/RESTREF/RESTknowledge, datamodel/model).
 */
function modelEntry(call: Call, object: KnowledgeObject): Entry {
  const displayName = object.settings['displayName'] ?? object.name;
  const concise = toBoolean(call.args.get('concise') ?? '') === true;
  const model = { modelName: object.name, displayName, description: '', ...(concise ? {} : { objects: [] }) };
  return {
    name: object.name,
    path: objectPath(object, PATH),
    updated: object.updated,
    author: object.owner,
    acl: aclOf(object),
    actions: [],
    content: {
      acceleration: JSON.stringify({ enabled: false }),
      'dataset.type': 'datamodel',
      description: JSON.stringify(model),
      disabled: false,
      displayName,
      'eai:acl': null,
      'eai:appName': object.app,
      'eai:type': 'models',
      'eai:userName': object.owner,
    },
  };
}
