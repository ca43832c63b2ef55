// The pages' markup is written with http/html.h; here are its names as this module uses them.
#pragma once
#include "http/html.h"

namespace sunlot::api {

using http::Attribute;
using http::AttributeName;
using http::Attributes;
using http::Content;
using http::document;
using http::element;
using http::empty_element;
using http::Html;
using http::script_file;
using http::Tag;

}  // namespace sunlot::api
