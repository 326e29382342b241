// An XForm → the HTML and the model that enketo-core takes. Once for each form, before anything is timed.

import { transform } from "enketo-transformer/web";

globalThis.transform = async (xform) => {
  const { form, model } = await transform({ xform });
  return { form, model };
};
