// One dashboard by Splunk's own renderer: `window.show(…)` shows it, and every search of it is answered by the server that served
// this page. What was asked is kept in `window.asked`.

import { DashboardContextProvider } from '@splunk/dashboard-context';
import DashboardCore from '@splunk/dashboard-core';
import cloud from '@splunk/dashboard-presets/CloudViewOnlyPreset';
import preset from '@splunk/dashboard-presets/EnterpriseViewOnlyPreset';
import DataSource from '@splunk/datasources/DataSource';
import SplunkThemeProvider from '@splunk/themes/SplunkThemeProvider';
import { createRoot } from 'react-dom/client';

window.asked = { open: 0, answers: [] };

class Answered extends DataSource {
  request(params = {}) {
    return (observer) => {
      let isWanted = true;
      window.asked.open += 1;
      answer({ options: this.options, params })
        .then((found) => {
          window.asked.answers.push({
            id: this.options.id,
            rows: found.meta?.totalCount ?? 0,
            error: found.error ?? null,
          });
          if (!isWanted) return;
          if (found.error) observer.error({ level: 'error', message: found.error });
          else observer.next(found);
        })
        .finally(() => {
          window.asked.open -= 1;
        });
      return () => {
        isWanted = false;
      };
    };
  }
}

async function answer(question) {
  const response = await fetch('/search', { method: 'POST', body: JSON.stringify(question) });
  return response.ok ? response.json() : { error: `the judge answers ${response.status}` };
}

const answered = {
  ...preset,
  dataSources: { ...preset.dataSources, 'ds.search': Answered, 'ds.savedSearch': Answered },
  // That of Splunk Enterprise asks Splunk's web server for its presets.
  inputs: { ...preset.inputs, 'input.timerange': cloud.inputs['input.timerange'] },
};
/** As in Splunk Enterprise, where a search may read the first result of another. */
const featureFlags = { enableSmartSourceDS: true };

/** Every data source knows its own id. */
function withIds(dataSources) {
  return Object.fromEntries(
    Object.entries(dataSources).map(([id, source]) => [id, { ...source, options: { ...source.options, id } }]),
  );
}

window.show = ({ definition, theme, tokens }) => {
  createRoot(document.getElementById('root')).render(
    <SplunkThemeProvider family="enterprise" colorScheme={theme} density="comfortable">
      <DashboardContextProvider
        preset={answered}
        featureFlags={featureFlags}
        initialDefinition={{ ...definition, dataSources: withIds(definition.dataSources) }}
        initialTokenBinding={tokens}
      >
        <DashboardCore width="100%" height="auto" />
      </DashboardContextProvider>
    </SplunkThemeProvider>,
  );
};
