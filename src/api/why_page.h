// The public page that answers one object's question to a draw: a form for the code, the answer in a sentence, the
// numbers behind it, and the commands with which anyone checks them. Plain HTML without script.
#pragma once
#include "api/page.h"
#include "base/result.h"
#include "workflow/why.h"

#include <optional>
#include <string>

namespace sunlot::api {

struct WhyPage {
    Language language = Language::zh;
    std::string draw_id;
    /// As it was typed; "" before anyone asked.
    std::string asked;
    std::optional<workflow::Why> answer;
    /// Why there is no answer, when something was asked.
    std::optional<Text> refused;
};
Page why_page(const WhyPage& page);

/// The answer in one sentence: "已抽中：…".
Text sentence(const workflow::Why& answer);
/// `printf '%s%s' "$S" "$ID" | sha256sum` with both filled in, or "" before the seed is public.
std::string ticket_command(const workflow::Why& answer);
/// The form alone, for the draw's own page.
Html why_form(std::string_view draw_id, std::string_view asked, Language language);

}  // namespace sunlot::api
