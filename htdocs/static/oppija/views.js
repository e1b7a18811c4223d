// The learner's pages besides the list: fetched when one of them is opened.
export { LearnersPlan } from "./plan.js";
export { MyData } from "./my-data.js";
export { SharePage } from "./share.js";
